package dev.atmar.cli;

import io.vertx.core.Vertx;

/** x. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.builder()
                .with(new io.vertx.core.VertxOptions().setPreferNativeTransport(true))
                .build();
        System.out.println(vertx.isNativeTransportEnabled() + " " + vertx.unavailableNativeTransportCause());
        vertx.createHttpServer()
                .requestHandler(r -> r.response().end("x"))
                .listen(0)
                .onComplete(x -> vertx.close());
    }
}

package dev.atmar.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The upstream's own process, with one event loop, until it is ended. */
@Command(name = "upstream", hidden = true)
final class UpstreamCommand implements Callable<Integer> {
    @Option(names = "--port", required = true)
    private int port;

    static Child start(Scratch scratch, int port) throws IOException {
        return Child.start(scratch, "upstream", Driver.command("upstream", "--port=" + port))
                .listeningOn(port);
    }

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.deployVerticle(new UpstreamVerticle(port))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        new CountDownLatch(1).await();
        return 0;
    }
}

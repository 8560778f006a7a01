package dev.atmar.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The event loops that the parts run on: with the native transport where this machine has one. */
final class Loops {
    private Loops() {}

    static Vertx start() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }
}

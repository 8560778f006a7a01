package dev.atmar.relay;

import dev.atmar.http.Cancellation;
import io.vertx.core.http.HttpServerResponse;

/** The link between a caller's connection and the work done for it. */
final class Caller {
    private Caller() {}

    /** Cancelled as soon as the connection (or the HTTP/2 stream) closes before the answer has ended. */
    static Cancellation of(HttpServerResponse response) {
        Cancellation caller = new Cancellation();
        response.closeHandler(closed -> caller.cancel());
        return caller;
    }
}

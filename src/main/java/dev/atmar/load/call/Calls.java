package dev.atmar.load.call;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Makes the calls of one run, each to where its task points. */
public final class Calls {
    private final HttpCalls http;
    private final BusCalls bus;

    public Calls(Vertx vertx, CallOptions options) {
        http = new HttpCalls(vertx, options);
        bus = new BusCalls(vertx.eventBus(), options);
    }

    /** Returns at once; the call may have ended by then. */
    public void make(Call call) {
        try {
            if (call.task().target() instanceof Target.Web web) {
                http.make(call, web);
            } else if (call.task().target() instanceof Target.Bus address) {
                bus.make(call, address);
            }
        } catch (RuntimeException e) {
            call.fail(e);
        }
    }

    public long connectionsOpened() {
        return http.connectionsOpened();
    }

    public Future<Void> close() {
        return http.close();
    }
}

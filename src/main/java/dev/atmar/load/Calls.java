package dev.atmar.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Makes the calls of one run, each to where its task points. */
final class Calls {
    private final HttpCalls http;
    private final BusCalls bus;

    Calls(Vertx vertx, Plan plan, int maxAnswerBytes) {
        http = new HttpCalls(vertx, plan, maxAnswerBytes);
        bus = new BusCalls(vertx.eventBus(), plan, maxAnswerBytes);
    }

    /** Returns at once; the call may have ended by then. */
    void make(Call call) {
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

    Future<Void> close() {
        return http.close();
    }
}

package dev.atmar.simulator;

import dev.atmar.simulator.Conditions.Lot;
import dev.atmar.simulator.Tally.Outcome;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * One request in flight: it holds its account's and the total's place from the arrival of its head until its answer's
 * last byte or until its client has left, and has exactly one outcome.
 */
final class Call {
    private static final String KEY = "call";

    private final Tally account;
    private final Tally total;
    private final Lot lot;
    private boolean cut;

    private Call(Tally account, Tally total, Lot lot) {
        this.account = account;
        this.total = total;
        this.lot = lot;
    }

    /** The request of this context is in flight from now on. */
    static void begin(RoutingContext context, Tally account, Tally total, Lot lot) {
        Call call = new Call(account, total, lot);
        account.enter();
        total.enter();
        context.put(KEY, call);
        context.addEndHandler(ended -> call.end(context.response()));
    }

    static Call of(RoutingContext context) {
        return context.get(KEY);
    }

    /** What chance gave it. */
    Lot lot() {
        return lot;
    }

    /** Closes the connection, as a fault wants it. */
    void cut(HttpServerResponse response) {
        cut = true;
        response.reset();
    }

    private void end(HttpServerResponse response) {
        Outcome outcome = outcome(response);
        account.leave(outcome);
        total.leave(outcome);
    }

    private Outcome outcome(HttpServerResponse response) {
        if (cut) {
            return Outcome.FAILED;
        }
        if (!response.ended()) {
            return Outcome.ABORTED;
        }
        return response.getStatusCode() >= 400 ? Outcome.REJECTED : Outcome.FINISHED;
    }
}

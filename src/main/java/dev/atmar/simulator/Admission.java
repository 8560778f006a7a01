package dev.atmar.simulator;

import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.Conditions.Lot;
import io.vertx.ext.web.RoutingContext;

/**
 * The door: every request for a chat completion is counted here, and refused or let in, by its head alone. So a refusal
 * goes out at once, whatever the body still has to bring.
 */
final class Admission {
    private final Conditions conditions;
    private final Stats stats;

    Admission(Conditions conditions, Stats stats) {
        this.conditions = conditions;
        this.stats = stats;
    }

    /** For a router: in front of what reads the body. */
    void handle(RoutingContext context) {
        Lot lot = conditions.draw();
        try {
            admit(context, ApiKey.of(context.request()), lot);
        } catch (Refusal refusal) {
            stats.total().refuse();
            refusal.answer(context.response());
            return;
        }
        context.next();
    }

    private void admit(RoutingContext context, ApiKey key, Lot lot) {
        Tally account = stats.account(key).tally();
        try {
            check(key, account.inFlight() + 1, lot.settings());
        } catch (Refusal refusal) {
            account.refuse();
            throw refusal;
        }
        Call.begin(context, account, stats.total(), lot);
    }

    private void check(ApiKey key, int concurrency, SimulatorSettings settings) {
        if (key.isBroke()) {
            throw Refusal.noBalance();
        }
        if (stats.total().inFlight() >= settings.maxInFlight()) {
            throw Refusal.overloaded();
        }
        int limit = settings.accountLimit();
        if (limit > 0 && concurrency > limit) {
            throw Refusal.tooConcurrent(concurrency, limit);
        }
    }
}

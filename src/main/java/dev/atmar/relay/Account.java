package dev.atmar.relay;

import dev.atmar.limit.Gate;
import dev.atmar.relay.watch.Metrics;
import dev.atmar.settings.AccountSettings;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** An account at an upstream: its keys, and the gate that holds its calls to what it bears. */
final class Account {
    /** A limit of {@code auto} holds nothing back: the upstream's own refusals reach the caller. */
    private static final int UNLIMITED = 1 << 30;

    private final AccountSettings settings;
    private final List<String> keys;
    private final Gate gate;

    Account(AccountSettings settings, int maxWaiting) {
        this.settings = settings;
        this.keys = settings.presentKeys();
        this.gate = new Gate("account " + settings.name(), settings.fixedLimit().orElse(UNLIMITED), maxWaiting);
    }

    String url() {
        return settings.url();
    }

    /** One of its keys; all of them are the same account to the upstream. */
    String key() {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }

    void show(Metrics metrics) {
        metrics.account(settings.name(), gate::permits, gate::inFlight, gate::waiting);
    }

    /** Holds back what it does not bear. */
    Gate gate() {
        return gate;
    }
}

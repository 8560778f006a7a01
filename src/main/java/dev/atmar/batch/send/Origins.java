package dev.atmar.batch.send;

import dev.atmar.http.WebAddress;
import dev.atmar.limit.Limiter;
import dev.atmar.limit.Limiters;
import dev.atmar.limit.Permit;
import dev.atmar.limit.Turn;
import dev.atmar.load.call.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The limiters of a batch: where limits are found, one for each scheme, host and port; else one for all. The origins
 * beyond a bound share one.
 */
public final class Origins {
    private static final int MOST = 64;
    private static final String OTHERS = "other hosts";
    private static final String ALL = "all hosts";

    private final SendOptions.Concurrency concurrency;
    private final Limiters limiters;
    private final Map<String, Limiter> byOrigin = new HashMap<>();
    private final Set<String> there = new HashSet<>();
    private final Limiter all;

    /** To be made on the event loop. */
    Origins(Vertx vertx, SendOptions.Concurrency concurrency) {
        this.concurrency = concurrency;
        this.limiters = new Limiters(vertx, Integer.MAX_VALUE, Long.MAX_VALUE);
        this.all = concurrency.auto() ? null : limiters.fixed(ALL, concurrency.most());
    }

    Limiter of(Target target) {
        if (all != null) {
            return all;
        }
        String origin = name(target);
        Limiter known = byOrigin.get(origin);
        return known != null
                ? known
                : byOrigin.computeIfAbsent(byOrigin.size() < MOST ? origin : OTHERS, limiters::auto);
    }

    /** {@code http://HOST:PORT}; of the event bus, the address. */
    public static String name(Target target) {
        if (target instanceof Target.Web web) {
            WebAddress address = web.address();
            return (address.tls() ? "https://" : "http://") + address.host() + ":" + address.port();
        }
        return target.url();
    }

    /** Some answer came from there. */
    void answered(Target target) {
        if (there.size() < MOST) {
            there.add(name(target));
        }
    }

    boolean hasAnswered(Target target) {
        return there.contains(name(target));
    }

    Future<Permit> acquire(Turn turn) {
        return limiters.acquire(turn);
    }

    /** How many may be in flight now, all together. */
    int limit() {
        if (all != null) {
            return all.limit();
        }
        long sum = byOrigin.values().stream().mapToLong(Limiter::limit).sum();
        return (int) Math.min(sum, concurrency.most());
    }
}

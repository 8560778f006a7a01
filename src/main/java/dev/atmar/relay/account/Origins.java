package dev.atmar.relay.account;

import dev.atmar.http.WebAddress;
import dev.atmar.limit.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long it takes to connect to each scheme, host and port: the shortest time that was seen. Accounts at one origin
 * share connections, and whoever gets one that is open already learns its time here. Shared by event loops, behind one
 * short lock.
 */
final class Origins {
    static final int MOST = 1024;

    private final Object lock = new Object();
    private final Map<String, Duration> shortest = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, List<Limiter>> residents = new HashMap<>();

    static String of(WebAddress address) {
        String scheme = address.tls() ? "https://" : "http://";
        return scheme + address.host().toLowerCase(Locale.ROOT) + ":" + address.port();
    }

    /** From now on this limiter, which is there for good, is told of every shorter time that is seen. */
    void settle(String origin, Limiter limiter) {
        synchronized (lock) {
            residents.computeIfAbsent(origin, first -> new ArrayList<>()).add(limiter);
        }
    }

    /** The shortest time that was seen, if any was. */
    Optional<Duration> shortest(String origin) {
        synchronized (lock) {
            return Optional.ofNullable(shortest.get(origin));
        }
    }

    /** Notes the time of a new connection, and gives those who are to be told of it: nobody when it is not shorter. */
    List<Limiter> connected(String origin, Duration time) {
        synchronized (lock) {
            Duration known = shortest.get(origin);
            if (known != null && known.compareTo(time) <= 0) {
                return List.of();
            }
            shortest.put(origin, time);
            if (shortest.size() > MOST) {
                shortest.remove(shortest.keySet().iterator().next());
            }
            return List.copyOf(residents.getOrDefault(origin, List.of()));
        }
    }

    int size() {
        synchronized (lock) {
            return shortest.size();
        }
    }
}

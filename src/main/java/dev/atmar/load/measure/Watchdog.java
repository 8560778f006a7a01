package dev.atmar.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Says why a run's figures tell more of the client than of the server: measured, not supposed. The bounds are those of
 * Hyperfoil's and wrk2's practice: a CPU above 80 %, an event loop that stood still for 100 ms, one request in a hundred
 * sent late by more than 5 ms and a tenth of the usual service time, a rate that is off by half a percent.
 */
public final class Watchdog {
    private static final double BUSY_PERCENT = 80;

    /** CPU of less time than this is that of starting up. */
    private static final long LEAST_MILLIS = 1000;

    private static final double LONGEST_STALL_MILLIS = 100;
    private static final double LAG_ALLOWED_MILLIS = 5;

    private Watchdog() {}

    /**
     * @param ownLag the send lag of the requests that had not to wait for a connection to open; nanoseconds
     * @param service times, in nanoseconds
     * @param watchedMillis over which the client's CPU was watched
     */
    public static List<String> doubts(
            Histogram ownLag, Histogram service, Client client, long watchedMillis, Sendings sendings, Pace pace) {
        List<String> doubts = new ArrayList<>();
        lag(ownLag, service, doubts);
        if (client.loopLagMillis() > LONGEST_STALL_MILLIS) {
            doubts.add("the client was the bottleneck: its event loop stood still for " + client.loopLagMillis()
                    + " ms (allowed: " + LONGEST_STALL_MILLIS
                    + "; the machine was busy with something else, or the heap is small)");
        }
        if (watchedMillis >= LEAST_MILLIS) {
            busy(client, doubts);
        }
        if (pace.notSent() > 0) {
            doubts.add(pace.notSent()
                    + " requests were due and never sent: as many were in flight as may be (max_in_flight), or the run was"
                    + " ended");
        }
        if (sendings.areTooSlow()) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "requests were sent at %.1f/s instead of %.1f/s (allowed: 0.5 %% less)",
                    pace.sent(),
                    pace.target()));
        }
        return List.copyOf(doubts);
    }

    private static void lag(Histogram ownLag, Histogram service, List<String> doubts) {
        double lag = Latency.millis(ownLag.getValueAtPercentile(99));
        double allowed = Math.max(LAG_ALLOWED_MILLIS, Latency.millis(service.getValueAtPercentile(50)) / 10);
        if (lag > allowed) {
            doubts.add("the client was the bottleneck: of the requests one in a hundred was sent " + lag
                    + " ms late or more (allowed: " + allowed + ")");
        }
    }

    private static void busy(Client client, List<String> doubts) {
        if (client.loopCpuPercent() > BUSY_PERCENT) {
            doubts.add("the client was the bottleneck: its event loop used " + client.loopCpuPercent()
                    + " % of a core (allowed: " + BUSY_PERCENT
                    + "; send less, or slices of the plan from several processes)");
        } else if (client.cpuPercent() > BUSY_PERCENT) {
            doubts.add("the client was the bottleneck: its process used " + client.cpuPercent()
                    + " % of all cores (allowed: " + BUSY_PERCENT + ")");
        }
    }
}

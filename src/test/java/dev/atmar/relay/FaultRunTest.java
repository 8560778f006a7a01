package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand requests, and everything that can go wrong with them: afterwards nothing of them is left, each has had
 * exactly one outcome, and the upstream has not been asked more often than was paid for.
 */
final class FaultRunTest {
    private static final Logger LOG = LoggerFactory.getLogger(FaultRunTest.class);
    private static final int HALF = 5_050;
    private static final int AT_ONCE = 120;
    private static final int ACCOUNTS = 5;
    private static final int FREE_RETRIES = 10;

    /** Less than the faults would need, so that the budget is felt. */
    private static final int BUDGET_PERCENT = 2;

    /** A kilobyte for each request of a half. */
    private static final long MOST_GROWTH_BYTES = 1024L * HALF;

    private static final long LONG_GENERATION_MILLIS = 120_000;

    private final Complaints complaints = Complaints.open();
    private final AccessLines lines = AccessLines.open();
    private FaultyWorld world;
    private int timers;
    private int logged;

    @BeforeEach
    void deploy() {
        JsonObject upstream = new JsonObject()
                .put("latency_ms", 40)
                .put("spread_ms", 20)
                .put("keep_alive_ms", 15)
                .put("silent_ms", 60_000)
                .put("seed", 20_261_122)
                .put("faults", Faults.each(0.008).put("http_429", 0.001));
        JsonObject changes = new JsonObject()
                .put("access_log", true)
                .put("first_byte_ms", 1500)
                .put("idle_ms", 1200)
                .put("progress_ms", 1400)
                .put("total_ms", 20_000)
                .put("request_ms", 5000)
                .put("bench_ms", 100)
                .put("retry", new JsonObject().put("times", 2).put("budget_percent", BUDGET_PERCENT));
        world = FaultyWorld.of(upstream, changes);
        timers = world.timers();
    }

    @AfterEach
    void close() {
        world.close();
        lines.close();
        complaints.close();
    }

    @Test
    void tenThousandRequestsThroughEveryFault_haveOneOutcomeEach_andLeaveNothingBehind() {
        Asking asking = new Asking(world.upstream(), 1, question -> {}, true);
        Map<String, Integer> ends = new TreeMap<>();
        Map<String, Integer> outcomes = new HashMap<>();
        long[] heap = new long[2];
        for (int half = 0; half < 2; half++) {
            new Crowd(world, asking, 0.2, 120)
                    .offer(HALF, AT_ONCE)
                    .forEach((end, times) -> ends.merge(end, times, Integer::sum));
            world.untilIdle("after half " + half);
            readLines().forEach((outcome, times) -> outcomes.merge(outcome, times, Integer::sum));
            heap[half] = usedHeap();
        }
        LOG.info("callers saw {}", ends);
        LOG.info("heap {} -> {} KiB", heap[0] >> 10, heap[1] >> 10);
        assertThat(ends.keySet()).allMatch(end -> end.matches(".*: (ok|cut|left|error [45]\\d\\d)"));
        assertOutcomes(outcomes, ends);
        assertUpstream(asking.calls());
        assertThat(heap[1] - heap[0]).isLessThan(MOST_GROWTH_BYTES);
        assertNothingIsLeft();
    }

    /** The answers would take two minutes; nobody waits for them. */
    @Test
    void callersLeaveWhereverTheyAre_andNothingGoesOnUpstream() {
        Asking asking = new Asking(world.upstream(), 2, FaultRunTest::takesLong, false);
        new Crowd(world, asking, 1, 1000).offer(600, 200);
        long begun = System.nanoTime();
        world.untilIdle("after all have left");
        assertThat(System.nanoTime() - begun).isLessThan(LONG_GENERATION_MILLIS * 1_000_000 / 4);
        assertThat(world.stats().getInteger("aborted")).isGreaterThan(50);
        assertThat(readLines()).containsKey("aborted");
        assertNothingIsLeft();
    }

    private static void takesLong(JsonObject question) {
        question.put("simulator", new JsonObject().put("latency_ms", LONG_GENERATION_MILLIS));
    }

    /** One line for each new request that the relay has seen, each of another one; how often which outcome stands in them. */
    private Map<String, Integer> readLines() {
        int requests = (int) world.numbers().sum("atmar_requests_total") - logged;
        logged += requests;
        Map<String, Integer> outcomes = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (int request = 0; request < requests; request++) {
            Map<String, String> line = lines.next();
            ids.add(line.get("id"));
            outcomes.merge(line.get("outcome"), 1, Integer::sum);
        }
        lines.assertNone();
        assertThat(ids).hasSize(requests);
        return outcomes;
    }

    /**
     * Whoever left may have been answered in the same moment, or was gone before the relay had read a byte; all others saw
     * what the relay says.
     */
    private void assertOutcomes(Map<String, Integer> outcomes, Map<String, Integer> ends) {
        Numbers numbers = world.numbers();
        int left = ends(ends, "left");
        assertThat(numbers.sum("atmar_requests_total")).isBetween(2.0 * HALF - left, 2.0 * HALF);
        assertThat(outcomes.get("aborted")).isBetween(1, left);
        for (String outcome : Set.of("ok", "error", "cut", "aborted")) {
            double counted = numbers.samples().entrySet().stream()
                    .filter(sample -> sample.getKey().startsWith("atmar_requests_total{outcome=\"" + outcome + "\""))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            assertThat(counted).as(outcome).isEqualTo(outcomes.get(outcome).doubleValue());
            if (!outcome.equals("aborted")) {
                int seen = ends(ends, outcome);
                assertThat(counted).as(outcome).isBetween((double) seen, (double) seen + left);
            }
        }
        LOG.info("outcomes {}", outcomes);
    }

    private static int ends(Map<String, Integer> ends, String end) {
        return ends.entrySet().stream()
                .filter(known -> known.getKey().contains(": " + end))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** What an account refused for its own sake goes back into the queue, or to another one, and is no retry. */
    private void assertUpstream(int calls) {
        JsonObject stats = world.stats();
        JsonObject faults = stats.getJsonObject("faults");
        assertThat(faults.fieldNames()).containsExactlyInAnyOrderElementsOf(Faults.NAMES);
        Numbers numbers = world.numbers();
        double retries = numbers.sum("atmar_retries_total");
        int sentBack = stats.getInteger("rejected");
        for (String fault : Set.of("http_400", "http_422", "http_500", "http_503")) {
            sentBack -= faults.getInteger(fault);
        }
        assertThat(stats.getInteger("requests") - sentBack).isLessThanOrEqualTo(calls + (int) retries);
        double pooled = numbers.sum("atmar_queue_wait_seconds_count")
                - numbers.value("atmar_queue_wait_seconds_count{account=\"callers\"}");
        assertThat(retries - numbers.value("atmar_retries_total{account=\"callers\"}"))
                .isBetween(1.0, ACCOUNTS * FREE_RETRIES + pooled * BUDGET_PERCENT / 100);
        LOG.info(
                "calls {}, retries {}, refusals {}, upstream {}",
                calls,
                retries,
                numbers.sum("atmar_upstream_refusals_total"),
                stats.put("accounts", "…"));
    }

    /** What is in flight would hold up the end of the relay for two minutes. */
    private void assertNothingIsLeft() {
        FaultyWorld.until("no timer more than before", () -> world.timers() == timers);
        Await.await(world.relay().undeploy());
        assertThat(world.timers()).isZero();
        assertThat(complaints.lines()).isEmpty();
    }

    private static long usedHeap() {
        return Stream.generate(() -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .limit(4)
                .min(Long::compare)
                .orElseThrow();
    }
}

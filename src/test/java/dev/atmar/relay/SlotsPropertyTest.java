package dev.atmar.relay;

import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever faults come in whatever order, and whoever leaves: every slot comes back. A failure names the seed. */
final class SlotsPropertyTest {
    private static final int SEQUENCES = 20;
    private static final int LONGEST = 30;

    private static FaultyWorld world;

    @BeforeAll
    static void deploy() {
        JsonObject upstream = new JsonObject()
                .put("latency_ms", 10)
                .put("spread_ms", 10)
                .put("keep_alive_ms", 5)
                .put("silent_ms", 60_000);
        JsonObject changes = new JsonObject()
                .put("first_byte_ms", 200)
                .put("idle_ms", 150)
                .put("progress_ms", 180)
                .put("total_ms", 600)
                .put("queue_requests", 3)
                .put("bench_ms", 30)
                .put("caller_accounts", 5);
        world = FaultyWorld.of(upstream, changes);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void anySequenceOfFaults_givesEverySlotBack() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + SEQUENCES; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            Asking asking = new Asking(world.upstream(), seed, question -> fault(question, dice), true);
            int requests = 1 + dice.nextInt(LONGEST);
            new Crowd(world, asking, 0.3, 300).offer(requests, requests);
            world.untilIdle("after the sequence of seed " + seed);
        }
    }

    private static void fault(JsonObject question, SplittableRandom dice) {
        int number = dice.nextInt(Faults.NAMES.size() + 2);
        if (number < Faults.NAMES.size()) {
            question.put("simulator", new JsonObject().put("fault", Faults.NAMES.get(number)));
        }
    }
}

package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atmar.simulator.SharedCapacity.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharedCapacityTest {
    private final Time time = new Time();
    private final Map<String, Long> endedAt = new HashMap<>();

    /** A clock that goes where it is told, and rings on the way. */
    private static final class Time implements SharedCapacity.Timers {
        private record Alarm(long at, Runnable action) {}

        private final TreeMap<Long, Alarm> alarms = new TreeMap<>();
        private long nowMillis = -5_000;
        private long lastId;
        private int most;

        @Override
        public long set(long delayMillis, Runnable action) {
            assertThat(delayMillis).isPositive();
            alarms.put(++lastId, new Alarm(nowMillis + delayMillis, action));
            most = Math.max(most, alarms.size());
            return lastId;
        }

        @Override
        public void cancel(long timer) {
            assertThat(alarms.remove(timer)).isNotNull();
        }

        long nanos() {
            return nowMillis * 1_000_000;
        }

        void pass(long millis) {
            for (long end = nowMillis + millis; nowMillis < end; ) {
                nowMillis++;
                ring();
            }
        }

        private void ring() {
            List<Long> due = new ArrayList<>(alarms.keySet());
            due.removeIf(id -> alarms.get(id).at() > nowMillis);
            due.forEach(id -> alarms.remove(id).action().run());
        }
    }

    private SharedCapacity capacity(int knee) {
        return new SharedCapacity(time, time::nanos, knee);
    }

    private Job start(SharedCapacity capacity, String name, double work) {
        long begin = time.nowMillis;
        Job job = capacity.enter();
        job.after(work, () -> {
            endedAt.put(name, time.nowMillis - begin);
            job.leave();
        });
        return job;
    }

    @Test
    void withoutKnee_everyJobRunsAtFullSpeed() {
        SharedCapacity capacity = capacity(0);
        for (int index = 0; index < 100; index++) {
            start(capacity, "job " + index, 50);
        }
        time.pass(60);
        assertThat(endedAt).hasSize(100);
        assertThat(endedAt.values()).containsOnly(50L);
    }

    @Test
    void sixTimesTheKnee_takesSixTimesAsLong() {
        SharedCapacity capacity = capacity(50);
        for (int index = 0; index < 300; index++) {
            start(capacity, "job " + index, 100);
        }
        time.pass(700);
        assertThat(endedAt).hasSize(300);
        assertThat(endedAt.values()).allSatisfy(millis -> assertThat(millis).isCloseTo(600, within(2L)));
    }

    @Test
    void jobThatComesInTheMiddle_sharesFromThenOn() {
        SharedCapacity capacity = capacity(1);
        start(capacity, "first", 100);
        time.pass(50);
        start(capacity, "second", 100);
        time.pass(300);
        // 50 ms alone, then half speed for the 50 left; the second then has 50 left, alone
        assertThat(endedAt.get("first")).isCloseTo(150L, within(2L));
        assertThat(endedAt.get("second")).isCloseTo(150L, within(2L));
    }

    @Test
    void jobThatLeaves_makesTheOthersFaster() {
        SharedCapacity capacity = capacity(1);
        start(capacity, "stays", 100);
        Job leaves = start(capacity, "leaves", 100);
        time.pass(100);
        leaves.leave();
        leaves.leave();
        time.pass(100);
        assertThat(endedAt).containsOnlyKeys("stays");
        assertThat(endedAt.get("stays")).isCloseTo(150L, within(2L));
    }

    @Test
    void kneeRaised_countsFromThenOn() {
        SharedCapacity capacity = capacity(1);
        start(capacity, "a", 100);
        start(capacity, "b", 100);
        time.pass(100);
        capacity.knee(2);
        time.pass(100);
        assertThat(endedAt.get("a")).isCloseTo(150L, within(2L));
    }

    @Test
    void stepsOfOneJob_doNotDrift() {
        SharedCapacity capacity = capacity(0);
        Job job = capacity.enter();
        List<Long> times = new ArrayList<>();
        job.after(0.3, new Runnable() {
            @Override
            public void run() {
                times.add(time.nowMillis);
                job.after(0.3, this);
            }
        });
        time.pass(300);
        job.leave();
        assertThat(times).hasSizeBetween(996, 1000);
    }

    @Test
    void noWork_runsAtOnceAndInOrder() {
        SharedCapacity capacity = capacity(0);
        List<String> ran = new ArrayList<>();
        Job job = capacity.enter();
        job.after(0, () -> {
            job.after(0, () -> ran.add("inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void whateverHappens_oneTimerIsEnoughAndNoneIsLeft() {
        SharedCapacity capacity = capacity(3);
        List<Job> jobs = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            jobs.add(start(capacity, "job " + index, 200 - index));
            time.pass(1);
        }
        jobs.forEach(Job::leave);
        assertThat(time.most).isEqualTo(1);
        assertThat(time.alarms).isEmpty();
    }

    @Test
    void actionThatThrows_doesNotStopTheOthers() {
        SharedCapacity capacity = capacity(0);
        capacity.enter().after(10, () -> {
            throw new IllegalStateException("a bug");
        });
        start(capacity, "other", 10);
        assertThatThrownBy(() -> time.pass(10)).hasMessage("a bug");
        time.pass(10);
        assertThat(endedAt).containsKey("other");
    }

    @Test
    void jobWithMuchToCatchUp_takesTurnsWithTheOthers() {
        SharedCapacity capacity = capacity(0);
        List<String> ran = new ArrayList<>();
        Job late = capacity.enter();
        time.pass(1);
        late.after(1, new Runnable() {
            @Override
            public void run() {
                ran.add("late");
                if (ran.size() < 5000) {
                    late.after(0, this);
                }
            }
        });
        int inOneTurn = ran.size();
        start(capacity, "other", 1);
        time.pass(1);
        assertThat(inOneTurn).isBetween(1, 1000);
        assertThat(endedAt).containsEntry("other", 1L);
        assertThat(ran).hasSizeLessThan(5000);
        time.pass(20);
        assertThat(ran).hasSize(5000);
    }
}

package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FairQueueTest {
    private final VirtualTime time = new VirtualTime();
    private final FairQueue queue = new FairQueue();

    @Test
    void aCallerWithManyCalls_doesNotHoldUpTheOthers() {
        for (int call = 0; call < 100; call++) {
            add("greedy", false);
        }
        add("late", false);
        assertThat(serve().turn().caller()).isEqualTo("greedy");
        assertThat(serve().turn().caller()).isEqualTo("late");
    }

    @Test
    void whoComesBackAfterItsLineWasEmpty_standsBehindTheOthers() {
        add("a", false);
        add("b", false);
        add("c", false);
        serve();
        add("a", false);
        assertThat(List.of(serve(), serve(), serve()))
                .extracting(waiter -> waiter.turn().caller())
                .containsExactly("b", "c", "a");
        assertThat(queue.next()).isNull();
    }

    @Test
    void whoLeftIsPassedOver_andCountedNoMore() {
        Waiter first = add("a", false);
        Waiter again = add("a", true);
        Waiter second = add("a", false);
        assertThat(queue.waiting()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(30);
        leave(first);
        leave(again);
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(queue.next()).isSameAs(second);
    }

    @Test
    void fiftyThousandLeave_lastComeFirstGone_nothingIsKept() {
        List<Waiter> waiters = new ArrayList<>();
        for (int call = 0; call < 50_000; call++) {
            waiters.add(add("caller " + call % 1000, call % 10 == 0));
        }
        assertThat(queue.callers()).isEqualTo(900);
        for (int call = waiters.size() - 1; call >= 0; call--) {
            leave(waiters.get(call));
            assertThat(queue.waiting()).isEqualTo(call);
        }
        assertThat(queue.size()).isZero();
        assertThat(queue.callers()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    private Waiter add(String caller, boolean again) {
        Turn turn = new Turn(List.of(), caller, 10, Long.MAX_VALUE, again, new Cancellation());
        Waiter waiter = new Waiter(turn, time, 0, List.of(), this);
        queue.add(waiter);
        return waiter;
    }

    private Waiter serve() {
        Waiter next = queue.next();
        leave(next);
        return next;
    }

    private void leave(Waiter waiter) {
        waiter.leave();
        queue.left(waiter);
    }
}

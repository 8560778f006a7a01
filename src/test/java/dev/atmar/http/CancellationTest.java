package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void cancelRunsTheAction() {
        cancellation.onCancel(() -> done.add("action"));
        assertThat(cancellation.isCancelled()).isFalse();
        cancellation.cancel();
        assertThat(cancellation.isCancelled()).isTrue();
        assertThat(done).containsExactly("action");
    }

    @Test
    void cancelTwice_runsTheActionOnce() {
        cancellation.onCancel(() -> done.add("action"));
        cancellation.cancel();
        cancellation.cancel();
        assertThat(done).containsExactly("action");
    }

    @Test
    void anActionThatComesLater_takesThePlaceOfTheOneBefore() {
        cancellation.onCancel(() -> done.add("queue"));
        cancellation.onCancel(() -> done.add("connection"));
        cancellation.cancel();
        assertThat(done).containsExactly("connection");
    }

    @Test
    void anActionSetTooLate_runsAtOnceAndOnce() {
        cancellation.cancel();
        cancellation.onCancel(() -> done.add("late"));
        assertThat(done).containsExactly("late");
        cancellation.cancel();
        cancellation.onCancel(() -> done.add("later"));
        assertThat(done).containsExactly("late", "later");
    }

    @Test
    void anActionThatCancelsAgain_runsOnce() {
        cancellation.onCancel(() -> {
            done.add("action");
            cancellation.cancel();
        });
        cancellation.cancel();
        assertThat(done).containsExactly("action");
    }

    @Test
    void withoutAnAction_cancelIsHarmless() {
        cancellation.cancel();
        assertThat(cancellation.isCancelled()).isTrue();
    }
}

package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(320);

    @Test
    void whatIsTaken_isMissing_untilItIsGivenBack() {
        assertThat(room.take(310)).isTrue();
        assertThat(room.take(1)).isFalse();
        room.giveBack(1);
        assertThat(room.take(1)).isTrue();
        assertThat(room.bytes()).isEqualTo(310);
    }

    @Test
    void reserve_isOnlyForThoseWhoAskForIt() {
        assertThat(room.take(311)).isFalse();
        assertThat(room.take(310)).isTrue();
        assertThat(room.takeOfReserve(10)).isTrue();
        assertThat(room.takeOfReserve(1)).isFalse();
        assertThat(room.bytes()).isEqualTo(320);
    }

    @Test
    void whoCanSpareSome_isAskedFirst_inOrder_andNoMoreThanNeeded() {
        Deque<Integer> idle = new ArrayDeque<>(List.of(100, 50));
        room.whenShort(() -> gaveBack(idle));
        room.whenShort(() -> {
            throw new AssertionError("asked for what the first one has");
        });
        assertThat(room.take(250)).isTrue();
        assertThat(room.take(60)).isTrue();
        assertThat(room.take(80)).isTrue();
        assertThat(idle).containsExactly(50);
    }

    @Test
    void nobodyIsLeftToSpareAny_andItIsRefused() {
        Deque<Integer> idle = new ArrayDeque<>(List.of(100, 50));
        room.whenShort(() -> gaveBack(idle));
        assertThat(room.take(310)).isTrue();
        assertThat(room.take(200)).isFalse();
        assertThat(idle).isEmpty();
        assertThat(room.bytes()).isEqualTo(160);
    }

    @Test
    void moreThanWasTaken_isNotTakenBack() {
        assertThat(room.take(10)).isTrue();
        assertThatThrownBy(() -> room.giveBack(11)).isInstanceOf(IllegalStateException.class);
    }

    private boolean gaveBack(Deque<Integer> idle) {
        Integer bytes = idle.poll();
        if (bytes != null) {
            room.giveBack(bytes);
        }
        return bytes != null;
    }
}

package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void theStartLinesHeaps_bearAsManyAsTheReadmeSays() {
        assertThat(room(93).requests()).isEqualTo(2343);
        assertThat(room(197).requests()).isGreaterThan(9_900);
        assertThat(room(512).requests()).isGreaterThan(30_000);
    }

    @Test
    void theSmallestHeap_bearsSome() {
        assertThat(room(16).requests()).isEqualTo(157);
    }

    @Test
    void eachInstance_hasItsPart_andRoomForOneBodyAtLeast() {
        HeapRoom part = room(93).part(2, 10 << 20);
        assertThat(part.callBytes()).isEqualTo(room(93).callBytes() / 2);
        assertThat(part.bodyBytes()).isEqualTo(93 * MEGABYTE / 8);
        assertThat(room(16).part(2, 10 << 20).bodyBytes()).isEqualTo(10 << 20);
    }

    @Test
    void whatIsHeldOfAnswersAndInQueues_isAPartOfTheHeapToo() {
        RelaySettings settings = Relay.settings(new JsonObject());
        assertThat(HeapRoom.bounded(8 * MEGABYTE, settings).queueBytes()).isEqualTo(2 * MEGABYTE);
        assertThat(HeapRoom.bounded(8 * MEGABYTE, settings).maxAnswerBytes()).isEqualTo(1 << 20);
        assertThat(HeapRoom.bounded(8 * 1024 * MEGABYTE, settings)).isEqualTo(settings);
    }

    private static HeapRoom room(long megabytes) {
        return HeapRoom.of(megabytes * MEGABYTE);
    }
}

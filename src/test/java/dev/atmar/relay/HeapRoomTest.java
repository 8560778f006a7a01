package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void aSmallHeap_bearsFewerThanTheSettingsAskFor_aLargeOneNoMore() {
        assertThat(room(93).requests()).isEqualTo(2176);
        assertThat(room(8 * 1024).requests()).isEqualTo(20_000);
    }

    @Test
    void theSmallestHeap_bearsSome() {
        assertThat(room(16).requests()).isEqualTo(100);
    }

    @Test
    void eachInstance_hasItsPart_andRoomForOneBodyAtLeast() {
        HeapRoom part = room(93).part(2, 10 << 20);
        assertThat(part.requests()).isEqualTo(1088);
        assertThat(part.bodyBytes()).isEqualTo(93 * MEGABYTE / 8);
        assertThat(room(16).part(2, 10 << 20).bodyBytes()).isEqualTo(10 << 20);
        assertThat(room(93).part(10_000, 1).requests()).isEqualTo(1);
    }

    @Test
    void whatIsHeldOfAnswersAndInQueues_isAPartOfTheHeapToo() {
        RelaySettings settings = Relay.settings(new JsonObject());
        assertThat(HeapRoom.bounded(8 * MEGABYTE, settings).queueBytes()).isEqualTo(2 * MEGABYTE);
        assertThat(HeapRoom.bounded(8 * MEGABYTE, settings).maxAnswerBytes()).isEqualTo(1 << 20);
        assertThat(HeapRoom.bounded(8 * 1024 * MEGABYTE, settings)).isEqualTo(settings);
    }

    private static HeapRoom room(long megabytes) {
        return HeapRoom.of(megabytes * MEGABYTE, Relay.settings(new JsonObject()));
    }
}

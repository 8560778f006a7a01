package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of several choices ({@code n} above 1) that the upstream ends in order, but without {@code [DONE]}. */
@ExtendWith(VertxExtension.class)
final class SeveralChoicesTest {
    /** The chunks, each with the indices of its choices; an exclamation mark ends one. */
    @ParameterizedTest
    @ValueSource(strings = {"0 1 0! 1!", "1 0 1! 0!", "0! 1!", "0 1 0!+1!", "0+1 1!+0!", "0 0!", "7!", "5000 5000!"})
    void allAreFinished_streamIsWhole(String chunks, Vertx vertx) throws IOException {
        String events = events(chunks);
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            assertThat(deliveries.post("/v1").body()).isEqualTo(events + "data: [DONE]\n\n");
            assertThat(deliveries.outcome()).isEqualTo("delivered");
            assertThat(deliveries.post("/unchanged").body()).isEqualTo(events);
            assertThat(deliveries.outcome()).isEqualTo("delivered");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 1 0!", "0 1 1!", "1 0!", "0! 1", "0!+1", "0 1", "0! 2+1!", "0! 5000"})
    void oneIsNot_streamIsIncomplete(String chunks, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events(chunks)))) {
            for (String path : new String[] {"/v1", "/unchanged"}) {
                Deliveries deliveries = Deliveries.from(vertx, peer.url());
                assertThat(deliveries.post(path).body())
                        .startsWith(events(chunks) + "data: {\"error\":")
                        .contains("\"upstream_incomplete\"")
                        .doesNotContain("[DONE]");
                assertThat(deliveries.outcome()).isEqualTo("failed");
            }
        }
    }

    @Test
    void indexOfAToolsCall_isNoChoice(Vertx vertx) throws IOException {
        String events =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1}]}}]}\n\n" + events("0!");
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body()).endsWith("[DONE]\n\n");
        }
    }

    @Test
    void chunkOverSeveralLines_stillEndsTheOnlyChoice(Vertx vertx) throws IOException {
        String events = "data: {\"choices\":[{\"index\":0,\ndata: \"finish_reason\":\"stop\"}]}\n\n";
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body()).endsWith("[DONE]\n\n");
        }
    }

    private static String events(String chunks) {
        return Stream.of(chunks.split(" "))
                .map(chunk -> Stream.of(chunk.split("\\+"))
                        .map(SeveralChoicesTest::choice)
                        .collect(Collectors.joining(",", "data: {\"choices\":[", "]}\n\n")))
                .collect(Collectors.joining());
    }

    private static String choice(String index) {
        boolean ends = index.endsWith("!");
        return "{\"index\":" + index.replace("!", "") + ",\"finish_reason\":" + (ends ? "\"stop\"" : "null") + "}";
    }
}

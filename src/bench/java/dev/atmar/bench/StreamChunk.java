package dev.atmar.bench;

import io.vertx.core.buffer.Buffer;

/** Events as OpenAI and DeepSeek send them, which say when they were sent. */
final class StreamChunk {
    /** Before a {@code System.nanoTime()}, which on Linux is one clock for all processes of a machine. */
    static final String SENT = "\"sent_ns\":";

    static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private StreamChunk() {}

    static Buffer now(boolean last) {
        return Buffer.buffer("data: {\"id\":\"bench\",\"object\":\"chat.completion.chunk\",\"created\":1795371920,"
                + "\"model\":\"bench\"," + SENT + System.nanoTime() + ",\"choices\":[{\"index\":0,\"delta\":"
                + (last ? "{}" : "{\"content\":\" token\"}") + ",\"logprobs\":null,\"finish_reason\":"
                + (last ? "\"stop\"" : "null") + "}]}\n\n");
    }
}

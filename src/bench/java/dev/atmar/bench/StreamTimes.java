package dev.atmar.bench;

import io.vertx.core.json.JsonObject;

/**
 * Of all streams of a run.
 *
 * @param firstByte from the request's sending to the first byte of the answer's body
 * @param delay of a chunk: from when the upstream wrote it to when it was read here, on one machine's one clock
 * @param gap by how much two chunks lay further apart here than where they were written
 */
record StreamTimes(Times firstByte, Times delay, Times gap) {
    StreamTimes() {
        this(new Times(), new Times(), new Times());
    }

    JsonObject toJson() {
        JsonObject result = new JsonObject().put("chunks", delay.count());
        firstByte.into(result, "first_byte_");
        delay.into(result, "delay_");
        gap.into(result, "gap_added_");
        return result;
    }
}

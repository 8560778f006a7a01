package dev.atmar.bench;

import io.vertx.core.json.JsonObject;

/**
 * Of one process, from its start.
 *
 * @param readyMillis to the first answer of {@code /health/ready}
 * @param chatMillis to that of a chat completion, asked for after it
 * @param residentBytes after both
 */
record FirstAnswers(double readyMillis, double chatMillis, double residentBytes) {
    JsonObject toJson() {
        return new JsonObject()
                .put("ready_ms", readyMillis)
                .put("chat_ms", chatMillis)
                .put("rss_bytes", residentBytes);
    }
}

package dev.atmar.simulator;

import dev.atmar.http.ApiException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a request asks of the simulator itself: {@code "simulator": {"fault", "latency_ms", "tokens"}} in its body, or
 * the fault alone in the header {@code x-simulator-fault}; the body wins. What is asked for replaces what chance gave.
 */
record Wishes(Optional<Fault> fault, Optional<Long> latencyMillis, Optional<Long> tokens) {
    static final String HEADER = "x-simulator-fault";
    private static final String FIELD = "simulator";
    private static final long MOST_MILLIS = 3_600_000;
    private static final long MOST_TOKENS = 100_000;

    /**
     * @param header the header's value, or null
     * @param body the whole request
     * @throws ApiException 400 naming the field that cannot be used
     */
    static Wishes of(String header, JsonObject body) {
        Object field = body.getValue(FIELD);
        if (field != null && !(field instanceof JsonObject)) {
            throw ApiException.badRequest(FIELD, "not an object (expected: an object)");
        }
        JsonObject wishes = field == null ? new JsonObject() : (JsonObject) field;
        Object name = wishes.getValue("fault");
        Optional<Fault> fault = name != null ? fault(FIELD + ".fault", name) : fault(HEADER, header);
        return new Wishes(
                fault, number(wishes, "latency_ms", 0, MOST_MILLIS), number(wishes, "tokens", 1, MOST_TOKENS));
    }

    private static Optional<Fault> fault(String field, Object name) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Fault.named(name.toString())
                .orElseThrow(() -> ApiException.badRequest(field, "unknown fault" + Fault.expected())));
    }

    private static Optional<Long> number(JsonObject wishes, String key, long least, long most) {
        Object value = wishes.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        long number = whole ? ((Number) value).longValue() : least - 1;
        if (number < least || number > most) {
            throw ApiException.badRequest(
                    FIELD + "." + key, "value: " + value + " (expected: " + least + " to " + most + ")");
        }
        return Optional.of(number);
    }
}

package dev.atmar.simulator;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonFields;
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
        JsonFields wishes = new JsonFields("", body).inner(FIELD);
        Optional<Fault> fault =
                wishes.has("fault") ? fault(wishes.nameOf("fault"), wishes.value("fault")) : fault(HEADER, header);
        return new Wishes(fault, wishes.number("latency_ms", 0, MOST_MILLIS), wishes.number("tokens", 1, MOST_TOKENS));
    }

    private static Optional<Fault> fault(String field, Object name) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Fault.named(name.toString())
                .orElseThrow(() -> ApiException.badRequest(field, "unknown fault" + Fault.expected())));
    }
}

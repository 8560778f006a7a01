package dev.atmar.relay;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Everything that the simulated upstream can do wrong. */
final class Faults {
    static final List<String> NAMES = List.of(
            "http_400",
            "http_401",
            "http_402",
            "http_422",
            "http_429",
            "http_500",
            "http_503",
            "not_json",
            "broken_json",
            "insufficient_system_resource",
            "blank_then_close",
            "close_before_head",
            "close_after_head",
            "close_in_body",
            "silent",
            "silent_in_stream",
            "stream_without_done",
            "sse_crlf",
            "sse_no_space",
            "sse_split_utf8",
            "sse_split_newlines");

    private Faults() {}

    /** The simulator's setting {@code faults}. */
    static JsonObject each(double probability) {
        JsonObject faults = new JsonObject();
        NAMES.forEach(name -> faults.put(name, probability));
        return faults;
    }
}

package dev.atmar.load;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Where a run stands, as a snapshot.
 *
 * @param done requests that ended, the warm-up's included
 * @param total requests there will have been; null when only time tells
 * @param rate requests ended per second since the start
 */
public record Progress(String id, State state, long done, Long total, int inFlight, long errors, double rate) {
    /** What a run is up to. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED
    }

    /** {@code {"id", "state", "done", "total", "in_flight", "errors", "rate"}}. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("done", done)
                .put("total", total)
                .put("in_flight", inFlight)
                .put("errors", errors)
                .put("rate", rate);
    }
}

package dev.atmar.batch.output;

import dev.atmar.batch.input.InputFormat;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a run leaves for the next one, so that both mean the same tasks.
 *
 * @param bytes of the input
 * @param sha256 of these, in hex
 * @param requests digest of the options that decide which requests the lines become
 * @param foreign results that are no task's, which were accepted with --force
 */
public record BatchState(long bytes, String sha256, long tasks, String format, String requests, long foreign) {
    private static final int VERSION = 1;

    public static BatchState of(
            long bytes, String sha256, long tasks, InputFormat format, String requests, long foreign) {
        return new BatchState(bytes, sha256, tasks, format.word(), requests, foreign);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("atmar_batch", VERSION)
                .put(
                        "input",
                        new JsonObject()
                                .put("bytes", bytes)
                                .put("sha256", sha256)
                                .put("tasks", tasks))
                .put("format", format)
                .put("requests_sha256", requests)
                .put("foreign", foreign);
    }

    /** Empty when it is none of this version, or damaged. */
    static Optional<BatchState> read(String text) {
        try {
            JsonObject state = new JsonObject(text);
            JsonObject input = state.getJsonObject("input");
            if (state.getInteger("atmar_batch") != VERSION) {
                return Optional.empty();
            }
            return Optional.of(new BatchState(
                    input.getLong("bytes"),
                    required(input, "sha256"),
                    input.getLong("tasks"),
                    required(state, "format"),
                    required(state, "requests_sha256"),
                    state.getLong("foreign")));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static String required(JsonObject object, String field) {
        return object.getString(field).strip();
    }
}

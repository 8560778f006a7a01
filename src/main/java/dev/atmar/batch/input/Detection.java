package dev.atmar.batch.input;

import dev.atmar.batch.disk.LineReader;
import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonBlank;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** What the first line that is not blank says of a file's format. */
final class Detection {
    private Detection() {}

    /** Empty when it begins like JSON, but is neither of the two. */
    static Optional<InputFormat> of(LineReader lines) throws IOException {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return lines.isTooLong() ? Optional.empty() : of(lines.copy());
            }
        }
        return Optional.of(InputFormat.TASKS);
    }

    private static Optional<InputFormat> of(Buffer line) {
        if (JsonBlank.firstByte(line) == '[') {
            return Optional.empty();
        }
        if (JsonBlank.firstByte(line) != '{') {
            return Optional.of(InputFormat.PROMPTS);
        }
        try {
            RawObject object = RawObject.parse(line);
            if (object.holds("custom_id")) {
                return Optional.of(InputFormat.OPENAI);
            }
            boolean task = object.holds("url") || object.holds("params") || object.holds("task_id");
            return task ? Optional.of(InputFormat.TASKS) : Optional.empty();
        } catch (ApiException e) {
            return Optional.empty();
        }
    }
}

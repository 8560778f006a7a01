package dev.atmar.batch.input;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A line that has to be a JSON object with some fields and no others. */
final class RawLine {
    private static final String WHOLE = "body";

    private RawLine() {}

    /**
     * @throws ApiException 400 whose message names the field, or what is wrong with the line as a whole
     */
    static RawObject object(Buffer line, Set<String> fields) {
        RawObject object = parse(line);
        Optional<String> other = object.otherThan(fields);
        if (other.isPresent()) {
            String expected = "unknown field (expected: " + String.join(", ", new TreeSet<>(fields)) + ")";
            throw ApiException.badRequest(other.get(), expected);
        }
        return object;
    }

    private static RawObject parse(Buffer line) {
        try {
            return RawObject.parse(line);
        } catch (ApiException e) {
            // what is a body elsewhere is a line here, and there is only one
            String message = e.getMessage().replace("(line 1, column", "(column");
            String whole = WHOLE + ": ";
            throw e.saying(message.startsWith(whole) ? message.substring(whole.length()) : message);
        }
    }
}

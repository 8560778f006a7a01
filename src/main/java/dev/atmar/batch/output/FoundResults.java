package dev.atmar.batch.output;

import dev.atmar.batch.BatchRefusal;
import dev.atmar.batch.disk.IdFile;
import dev.atmar.batch.disk.LineReader;
import dev.atmar.batch.input.InputFormat;
import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands in the output: read to its end, line by line, and not changed.
 *
 * @param results whole lines; a last one that is whole but for its line end is one
 * @param wholeBytes up to which the file is whole; what is behind is a torn line
 * @param lacksLineEnd whether the last whole line has no line end yet
 */
public record FoundResults(long results, long wholeBytes, boolean lacksLineEnd) {
    private static final int LONGEST = Integer.MAX_VALUE - (1 << 20);

    /** The mark of a result that is an error. */
    public static final long FAILED = 1;

    /** The mark of a result. */
    public static final long SUCCEEDED = 0;

    private static final FoundResults NONE = new FoundResults(0, 0, false);

    /**
     * @param ids to which the id of every result is added, with its place in the file and its mark
     * @throws BatchRefusal when a line other than the last is no result
     */
    public static FoundResults in(Path path, InputFormat format, IdFile ids) throws IOException {
        if (!Files.exists(path)) {
            return NONE;
        }
        String idField = format == InputFormat.OPENAI ? "custom_id" : "task_id";
        long results = 0;
        try (LineReader lines = LineReader.open(path, Files.size(path), LONGEST, null)) {
            while (lines.next()) {
                if (lines.isWhole() && lines.isBlank()) {
                    continue;
                }
                try {
                    RawObject result = RawObject.parse(lines.shared());
                    ids.add(result.text(idField), lines.start(), result.has("error") ? FAILED : SUCCEEDED);
                } catch (ApiException e) {
                    if (lines.isWhole()) {
                        throw damaged(path, lines.number(), idField);
                    }
                    return new FoundResults(results, lines.start(), false);
                }
                results++;
                if (!lines.isWhole()) {
                    return new FoundResults(results, lines.behind(), true);
                }
            }
            return new FoundResults(results, lines.behind(), false);
        }
    }

    private static BatchRefusal damaged(Path path, long line, String idField) {
        return new BatchRefusal(path + ":" + line + ": not a result (expected: a JSON object with " + idField
                + "; mend the line, or take it out)");
    }

    /** The bytes of a line by which a result is told. */
    static boolean isError(Buffer line) {
        return RawObject.parse(line).has("error");
    }
}

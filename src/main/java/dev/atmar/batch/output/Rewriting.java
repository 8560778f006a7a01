package dev.atmar.batch.output;

import dev.atmar.batch.disk.LineReader;
import dev.atmar.batch.disk.ReplacedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The output written anew without its errors, so that a task that is run again has one result in the end. */
public final class Rewriting {
    private static final int LONGEST = Integer.MAX_VALUE - (1 << 20);

    private Rewriting() {}

    /**
     * What is behind the whole lines is not kept either.
     *
     * @return what stands in it now
     */
    public static FoundResults withoutErrors(Path output, FoundResults found) throws IOException {
        try (ReplacedFile anew = ReplacedFile.of(output);
                LineReader lines = LineReader.open(output, found.wholeBytes(), LONGEST, null)) {
            long kept = 0;
            while (lines.next()) {
                if (!lines.isBlank() && !FoundResults.isError(lines.shared())) {
                    anew.line(lines.shared().getBytes());
                    kept++;
                }
            }
            anew.replace();
            return new FoundResults(kept, Files.size(output), false);
        }
    }

    /** What a run that was killed while it wrote one anew has left. */
    public static void clean(Path output) throws IOException {
        Files.deleteIfExists(ReplacedFile.draftOf(output));
    }
}

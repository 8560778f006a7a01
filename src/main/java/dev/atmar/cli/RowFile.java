package dev.atmar.cli;

import dev.atmar.load.report.Rows;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of rows, written in its place while a run lasts, so that it can be read meanwhile. What cannot be written ends
 * it, and what was written before stays.
 */
final class RowFile {
    private final OutputPath path;
    private final OutputStream stream;
    private final Rows form;
    private boolean begun;
    private IOException failure;

    private RowFile(OutputPath path, OutputStream stream, Rows form) {
        this.path = path;
        this.stream = stream;
        this.form = form;
    }

    /**
     * @throws dev.atmar.settings.SettingsException naming the option, when it cannot be written
     */
    static RowFile open(String option, Path given, Rows form) {
        OutputPath path = OutputPath.of(option, given);
        try {
            return new RowFile(path, Files.newOutputStream(path.target()), form);
        } catch (IOException e) {
            throw path.refused(e);
        }
    }

    void write(JsonObject batch) {
        if (failure != null) {
            return;
        }
        String header = begun ? "" : form.header(batch.getJsonArray("columns"));
        begun = true;
        try {
            stream.write((header + form.lines(batch)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            failure = e;
        }
    }

    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    /** Null when everything was written. */
    String complaint() {
        return failure == null ? null : path.complaint(failure);
    }

    /** Rows that never got as far as here. */
    String complaint(long lost) {
        return path.option() + ": " + path.path() + " is " + lost + " rows short: it could not be written as fast as "
                + "requests ended";
    }
}

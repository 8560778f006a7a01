package dev.atmar.cli;

import dev.atmar.load.report.Distributions;
import dev.atmar.load.report.JUnitReport;
import dev.atmar.load.report.Rows;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The open files of a run of {@code load}: rows while it lasts, the others from its result. */
final class LoadOutput implements AutoCloseable {
    /** From what was called, and the result. */
    static final BiFunction<String, JsonObject, String> HGRM = (target, result) -> Distributions.hgrm(result);

    static final BiFunction<String, JsonObject, String> JUNIT =
            (target, result) -> JUnitReport.of(target, result.getJsonObject("summary"), Instant.now());

    private final List<RowFile> rows = new ArrayList<>();
    private final List<Whole> wholes = new ArrayList<>();
    private final RowWriter writer = new RowWriter(rows);

    private record Whole(WholeFile file, BiFunction<String, JsonObject, String> content) {}

    void rows(String option, Path path, Rows form) {
        if (path != null) {
            rows.add(RowFile.open(option, path, form));
        }
    }

    void whole(String option, Path path, BiFunction<String, JsonObject, String> content) {
        if (path != null) {
            wholes.add(new Whole(WholeFile.open(option, path), content));
        }
    }

    /** Takes a message of {@code atmar.load.samples}; never waits. */
    void add(JsonObject batch) {
        writer.add(batch);
    }

    /**
     * Writes what is left to write.
     *
     * @param target what was called, without any secret
     * @return what could not be written and why, a line each
     */
    List<String> finish(String target, JsonObject result) {
        List<String> complaints = new ArrayList<>(writer.finish());
        for (Whole whole : wholes) {
            try {
                whole.file().write(whole.content().apply(target, result));
            } catch (IOException e) {
                complaints.add(whole.file().complaint(e));
            }
        }
        return complaints;
    }

    @Override
    public void close() {
        writer.finish();
        wholes.forEach(whole -> whole.file().close());
    }
}

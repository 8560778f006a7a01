package dev.atmar.batch;

import dev.atmar.batch.input.InputFormat;
import dev.atmar.batch.input.InputOptions;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with the files of a batch, and runs that send nothing: each task is answered by its own body. */
final class BatchFolder {
    private final Path folder;

    BatchFolder(Path folder) {
        this.folder = folder;
    }

    Path input() {
        return folder.resolve("in.jsonl");
    }

    Path output() {
        return folder.resolve("out.jsonl");
    }

    Path failed() {
        return folder.resolve("out.failed.jsonl");
    }

    Path state() {
        return folder.resolve("out.jsonl.batch");
    }

    /** Tasks with default ids, {@code params} being {@code {"n": 0}}, … */
    BatchFolder tasks(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int n = from; n < to; n++) {
            lines.append("{\"url\":\"http://127.0.0.1:9/\",\"params\":{\"n\":" + n + "}}\n");
        }
        return lines(lines.toString());
    }

    BatchFolder lines(String lines) throws IOException {
        Files.writeString(input(), lines);
        return this;
    }

    FileOptions options() {
        return FileOptions.of(input(), output());
    }

    FileOptions forced() {
        return with(InputOptions.defaults(), false, false, true);
    }

    FileOptions retrying() {
        return with(InputOptions.defaults(), false, true, false);
    }

    FileOptions ordered() {
        return with(InputOptions.defaults(), true, false, false);
    }

    FileOptions reading(InputOptions reading) {
        return with(reading, false, false, false);
    }

    static InputOptions prompts(String url) {
        return new InputOptions(InputFormat.PROMPTS, url, null, null, "m", false);
    }

    static InputOptions skippingBad() {
        return new InputOptions(null, null, null, null, null, true);
    }

    private FileOptions with(InputOptions reading, boolean ordered, boolean retrying, boolean forced) {
        return new FileOptions(input(), reading, output(), null, ordered, false, retrying, forced);
    }

    /** Runs all that is left, to its end; the ids of the tasks that were run. */
    List<String> run(FileOptions options) throws IOException {
        return run(options, Integer.MAX_VALUE);
    }

    /** Runs so many tasks; the last ones first, so that completion has another order than the input. */
    List<String> run(FileOptions options, int most) throws IOException {
        try (BatchFiles files = BatchFiles.open(options)) {
            List<BatchTask> tasks = new ArrayList<>();
            for (BatchTask task = files.next(); task != null && tasks.size() < most; task = files.next()) {
                tasks.add(0, task);
            }
            for (BatchTask task : tasks) {
                files.write(succeeded(task));
            }
            files.finish();
            return tasks.stream().map(BatchTask::id).sorted().toList();
        }
    }

    /** Runs all that is left; those of the numbers fail. */
    void runFailing(FileOptions options, List<Long> indexes) throws IOException {
        try (BatchFiles files = BatchFiles.open(options)) {
            for (BatchTask task = files.next(); task != null; task = files.next()) {
                files.write(indexes.contains(task.index()) ? failed(task) : succeeded(task));
            }
            files.finish();
        }
    }

    static BatchResult succeeded(BatchTask task) {
        Buffer answer = task.body() == null ? Buffer.buffer("null") : task.body();
        return new BatchResult(task, 200, answer, null, 1.5, 1_700_000_000_000.25, 1);
    }

    static BatchResult failed(BatchTask task) {
        CallError error = new CallError(ErrorType.STATUS, 500, "broken");
        return new BatchResult(task, 500, null, error, 2.5, 1_700_000_000_000.25, 4);
    }

    /** The results, line by line. */
    List<JsonObject> results() throws IOException {
        return Files.readAllLines(output()).stream().map(JsonObject::new).toList();
    }

    List<String> ids() throws IOException {
        return results().stream().map(line -> line.getString("task_id")).toList();
    }
}

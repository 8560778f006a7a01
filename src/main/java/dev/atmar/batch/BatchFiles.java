package dev.atmar.batch;

import dev.atmar.batch.input.InputFormat;
import dev.atmar.load.call.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.function.Consumer;

/** provisional */
final class BatchFiles implements AutoCloseable {
    private final BitSet finished = new BitSet();
    private final BufferedReader in;
    private final FileChannel out;
    private final long tasks;
    private final long before;
    private long index;

    static BatchFiles open(FileOptions options) throws IOException {
        return new BatchFiles(options);
    }

    /**
     * What {@link #open} would find; nothing is written.
     *
     * @param left told each task that would be run
     */
    static BatchSurvey survey(FileOptions options, Consumer<BatchTask> left) throws IOException {
        try (BatchFiles files = new BatchFiles(options)) {
            for (BatchTask task = files.next(); task != null; task = files.next()) {
                left.accept(task);
            }
            return new BatchSurvey(
                    InputFormat.TASKS,
                    files.tasks,
                    0,
                    files.before,
                    0,
                    false,
                    0,
                    false,
                    options.output(),
                    options.failedFile());
        }
    }

    private BatchFiles(FileOptions options) throws IOException {
        tasks = Files.lines(options.input()).count();
        if (Files.exists(options.output())) {
            for (String line : Files.readAllLines(options.output())) {
                finished.set(Integer.parseInt(
                        new JsonObject(line).getString("task_id").substring(5)));
            }
        }
        before = finished.cardinality();
        in = Files.newBufferedReader(options.input());
        out = FileChannel.open(options.output(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    long tasks() {
        return tasks;
    }

    long before() {
        return before;
    }

    long failedBefore() {
        return 0;
    }

    long skipped() {
        return 0;
    }

    boolean isFinished(long task) {
        return finished.get((int) task);
    }

    BatchTask next() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long mine = index++;
            if (!finished.get((int) mine)) {
                JsonObject json = new JsonObject(line);
                String url = json.getString("url");
                return new BatchTask(
                        mine,
                        mine + 1,
                        String.format("task_%05d", mine),
                        url,
                        Target.parse("url", url),
                        Json.encodeToBuffer(json.getValue("params")));
            }
        }
        return null;
    }

    void write(BatchResult result) throws IOException {
        JsonObject json = new JsonObject().put("task_id", result.task().id());
        if (result.error() == null) {
            json.put("status", result.status()).put("result", Json.decodeValue(result.answer()));
        } else {
            json.put("error", result.error().toJson());
        }
        json.put("ms", result.millis());
        out.write(ByteBuffer.wrap((json.encode() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    void sync() throws IOException {
        out.force(false);
    }

    Path finish() throws IOException {
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }

    static Buffer nothing() {
        return Buffer.buffer();
    }
}

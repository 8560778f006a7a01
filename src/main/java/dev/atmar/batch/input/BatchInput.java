package dev.atmar.batch.input;

import dev.atmar.batch.BatchRefusal;
import dev.atmar.batch.BatchTask;
import dev.atmar.batch.disk.Fingerprint;
import dev.atmar.batch.disk.IdFile;
import dev.atmar.batch.disk.LineReader;
import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tasks of a file: surveyed once to the end, before anything is sent, then read one by one. Lines are UTF-8, and at
 * most 16 MiB long; blank ones are passed over.
 */
public final class BatchInput {
    /** Bytes of a line. */
    public static final int LONGEST_LINE = 1 << 24;

    /** Tasks of one file: each has a bit in memory. */
    private static final long MOST_TASKS = Integer.MAX_VALUE;

    private final Path path;
    private final long size;
    private final InputFormat format;
    private final InputOptions options;
    private final LineFormat lineFormat;

    /** Of what the survey read; null before it. */
    private String sha256;

    private BatchInput(Path path, long size, InputFormat format, InputOptions options) {
        this.path = path;
        this.size = size;
        this.format = format;
        this.options = options;
        this.lineFormat = LineFormat.of(format, options);
    }

    /**
     * @throws BatchRefusal when it is no file, its format cannot be told, or the options lack what the format needs
     */
    public static BatchInput of(Path path, InputOptions options) throws IOException {
        requireFile(path);
        long size = Files.size(path);
        try {
            return new BatchInput(path, size, format(path, size, options), options);
        } catch (ApiException e) {
            throw new BatchRefusal(e.getMessage());
        }
    }

    private static void requireFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new BatchRefusal(path + ": there is no such file (expected: the tasks, one a line)");
        }
        if (!Files.isRegularFile(path)) {
            throw new BatchRefusal(path + ": a folder, pipe or device (expected: a file, for it is read twice)");
        }
        if (!Files.isReadable(path)) {
            throw new BatchRefusal(path + ": cannot be read (expected: a readable file)");
        }
    }

    private static InputFormat format(Path path, long size, InputOptions options) throws IOException {
        if (options.format() != null) {
            return options.format();
        }
        try (LineReader lines = LineReader.open(path, size, LONGEST_LINE, null)) {
            return Detection.of(lines)
                    .orElseThrow(() -> new BatchRefusal(path + ":" + lines.number()
                            + ": neither a task nor a line of OpenAI's (expected: {\"url\", \"params\"},"
                            + " {\"custom_id\", \"method\", \"url\", \"body\"}, or --format)"));
        }
    }

    /**
     * Reads it to the end.
     *
     * @param ids to which the id of every task is added, with its index and the number of its line
     * @param fingerprint of the bytes
     * @throws BatchRefusal for a bad line, unless these are passed over; and for two tasks with one id
     */
    public InputSurvey survey(IdFile ids, Fingerprint fingerprint) throws IOException {
        BadLines bad = new BadLines(path, options.skipBad());
        long tasks = 0;
        try (TaskLinesReader lines = reader(fingerprint)) {
            while (lines.next()) {
                if (lines.index() >= MOST_TASKS) {
                    throw new BatchRefusal(path + ": more than " + MOST_TASKS + " tasks (expected: a part of them)");
                }
                BatchTask task = lines.task(lines.shared(), bad);
                if (task != null) {
                    tasks++;
                    ids.add(task.id(), task.index(), task.line());
                }
            }
        }
        bad.refuse();
        refuseTwice(ids.twice());
        sha256 = fingerprint.all();
        return new InputSurvey(tasks, bad.count(), fingerprint.bytes(), sha256);
    }

    private void refuseTwice(IdFile.Twice twice) throws BatchRefusal {
        if (twice != null) {
            throw new BatchRefusal(path + ":" + twice.mark() + ": " + lineFormat.idField() + ": the same as in line "
                    + twice.firstMark() + " (expected: an id no other task has)");
        }
    }

    /** All lines once more. */
    TaskLinesReader lines(SameInput same) throws IOException {
        return reader(same.fingerprint());
    }

    /** For a pass after the survey. */
    SameInput same() {
        return new SameInput(path, sha256);
    }

    private TaskLinesReader reader(Fingerprint fingerprint) throws IOException {
        return new TaskLinesReader(LineReader.open(path, size, LONGEST_LINE, fingerprint), lineFormat);
    }

    /** Begins once more at the first task; after the survey. */
    public TaskCursor tasks() throws IOException {
        SameInput same = same();
        return new TaskCursor(reader(same.fingerprint()), new BadLines(path, options.skipBad()), same);
    }

    /** Of all that decides which requests the lines become, in hex. */
    public String requestsSha256() {
        return Fingerprint.of(String.join(
                "\n",
                format.word(),
                String.valueOf(options.url()),
                String.valueOf(options.baseUrl()),
                String.valueOf(options.template()),
                String.valueOf(options.model())));
    }

    /** The line to feed in again for a task: as it is, or with its id written out where it had none of its own. */
    byte[] lineFor(Buffer line, BatchTask task) {
        if (lineFormat.keepsId(line)) {
            return line.getBytes();
        }
        return TaskLine.of(task);
    }

    /** Bytes of the file, when it was opened. */
    public long size() {
        return size;
    }

    public InputFormat format() {
        return format;
    }

    public Path path() {
        return path;
    }
}

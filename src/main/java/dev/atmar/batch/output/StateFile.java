package dev.atmar.batch.output;

import dev.atmar.batch.BatchRefusal;
import dev.atmar.batch.disk.ReplacedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The state of a batch beside its output, {@code out.jsonl.batch}, and the lock on both: whoever has this open is the
 * one run on that output; the lock goes with the process, however that ends. It is written in place, for a file that
 * took its place would not be locked. The trap of such locks (POSIX): a process loses one when it closes any other
 * channel on the same file, so nothing else here opens it.
 */
public final class StateFile implements AutoCloseable {
    private static final int LONGEST = 1 << 16;

    private final Path path;
    private final FileChannel file;

    private StateFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    public static Path beside(Path output) {
        return output.resolveSibling(output.getFileName() + ".batch");
    }

    /**
     * The state a former run has left; empty where there is none.
     *
     * @throws BatchRefusal when another run holds it
     */
    public static Optional<StateFile> openIfThere(Path output) throws IOException {
        Path path = beside(output);
        return Files.exists(path) ? Optional.of(open(output, path)) : Optional.empty();
    }

    /**
     * A new one.
     *
     * @throws BatchRefusal when another run has made it in the meantime
     */
    public static StateFile create(Path output) throws IOException {
        try {
            return open(output, beside(output), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw taken(output);
        }
    }

    private static StateFile open(Path output, Path path, OpenOption... more) throws IOException {
        OpenOption[] options = new OpenOption[more.length + 2];
        System.arraycopy(more, 0, options, 0, more.length);
        options[more.length] = StandardOpenOption.READ;
        options[more.length + 1] = StandardOpenOption.WRITE;
        FileChannel file = FileChannel.open(path, options);
        try {
            if (file.tryLock() != null) {
                return new StateFile(path, file);
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: said below, as for another one
        }
        file.close();
        throw taken(output);
    }

    private static BatchRefusal taken(Path output) {
        return new BatchRefusal(output + ": another run is writing to it (expected: one at a time)");
    }

    /**
     * What there is of it, for somebody who does not run.
     *
     * @param held whether a run holds it now
     */
    public record Peek(Optional<BatchState> state, boolean held) {}

    /** The trap: in the process that holds it, this would give the lock up. */
    public static Peek peek(Path output) throws IOException {
        Path path = beside(output);
        try (StateFile there = openIfThere(output).orElse(null)) {
            return new Peek(there == null ? Optional.empty() : there.read(), false);
        } catch (BatchRefusal held) {
            return new Peek(BatchState.read(Files.readString(path)), true);
        }
    }

    /** Empty when nothing was written yet, or it is damaged. */
    public Optional<BatchState> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST, file.size()));
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            continue;
        }
        return BatchState.read(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
    }

    /** On the disk when this returns; what is there already is not written again. */
    public void keep(BatchState state) throws IOException {
        if (!read().equals(Optional.of(state))) {
            write(state);
        }
    }

    private void write(BatchState state) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(state.toJson().encode() + "\n");
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes, bytes.position());
        }
        file.truncate(length);
        file.force(true);
        ReplacedFile.syncFolderOf(path);
    }

    /** Lets the next run in. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}

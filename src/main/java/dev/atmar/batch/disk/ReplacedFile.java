package dev.atmar.batch.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written anew beside the old one, and takes its place as a whole or not at all: synced, then renamed,
 * then the folder synced. What a process that was killed has left of it is overwritten by the next.
 */
public final class ReplacedFile implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final Path draft;
    private final FileChannel file;
    private final OutputStream out;
    private boolean done;

    private ReplacedFile(Path path, Path draft) throws IOException {
        this.path = path;
        this.draft = draft;
        this.file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(file), CHUNK);
    }

    /** Begins with nothing in it. */
    public static ReplacedFile of(Path path) throws IOException {
        return new ReplacedFile(path, draftOf(path));
    }

    /** The name it has while it is written. */
    public static Path draftOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".draft");
    }

    public void line(byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    /** Bytes of another file as they are; what a line lacks at its end is the caller's to add. */
    public void copy(FileChannel from, long start, long end) throws IOException {
        out.flush();
        long at = start;
        while (at < end) {
            long moved = from.transferTo(at, end - at, file);
            if (moved <= 0) {
                throw new IOException(path + ": the file that is copied has become shorter");
            }
            at += moved;
        }
    }

    /** From now on it is there. */
    public void replace() throws IOException {
        out.flush();
        file.force(true);
        file.close();
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolderOf(path);
        done = true;
    }

    /** So that a name that has come or gone survives a loss of power. */
    public static void syncFolderOf(Path path) throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Without {@link #replace} the old one stays. */
    @Override
    public void close() throws IOException {
        if (!done) {
            file.close();
            Files.deleteIfExists(draft);
        }
    }
}

package dev.atmar.batch.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Offsets by index, on disk: mapped into memory, of which the system keeps what it has room for. The file has no name
 * from the moment it is open.
 */
public final class OffsetFile implements AutoCloseable {
    /** Entries of one mapped piece: 8 MiB. */
    private static final int PIECE = 1 << 20;

    private final FileChannel file;
    private final List<MappedByteBuffer> pieces = new ArrayList<>();

    private OffsetFile(FileChannel file) {
        this.file = file;
    }

    public static OffsetFile create(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, ".atmar-offsets-", ".tmp");
        return new OffsetFile(FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    public void put(long index, long offset) throws IOException {
        while (pieces.size() <= index / PIECE) {
            pieces.add(piece((long) pieces.size() * PIECE * Long.BYTES));
        }
        // zero, which a new piece holds, stands for none
        pieces.get((int) (index / PIECE)).putLong((int) (index % PIECE) * Long.BYTES, offset + 1);
    }

    /** Written before it is mapped: where the disk is full that is an error, and later would be a fault of memory. */
    private MappedByteBuffer piece(long start) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PIECE * Long.BYTES);
        while (zeros.hasRemaining()) {
            file.write(zeros, start + zeros.position());
        }
        return file.map(FileChannel.MapMode.READ_WRITE, start, zeros.capacity());
    }

    /** -1: none was put there. */
    public long get(long index) {
        int piece = (int) (index / PIECE);
        return piece >= pieces.size() ? -1 : pieces.get(piece).getLong((int) (index % PIECE) * Long.BYTES) - 1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

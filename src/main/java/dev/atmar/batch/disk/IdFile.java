package dev.atmar.batch.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * Ids on disk, each with two numbers, in partitions of which one at a time fits into memory. An id is kept as the first
 * 128 bits of its SHA-256: that two of 2^40 ids have the same is less likely than 2^-48. The file has no name from the
 * moment it is open, so that nothing is left of it however the process ends.
 */
public final class IdFile implements AutoCloseable {
    static final int RECORD = 4 * Long.BYTES;
    private static final int BLOCK = 128 * RECORD;
    private static final long BYTES_PER_PARTITION = 1 << 20;
    private static final int MOST_BITS = 11;
    private static final int LEAST_BITS = 4;

    private final FileChannel file;
    private final int bits;
    private final IdPartition[] partitions;
    private final MessageDigest digest = Fingerprint.sha256();
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private long end;

    /** Told of every id of a partition, in the order they were added. */
    interface Visitor {
        void visit(long high, long low, long place, long mark);
    }

    private IdFile(FileChannel file, int bits) {
        this.file = file;
        this.bits = bits;
        this.partitions = new IdPartition[1 << bits];
        for (int index = 0; index < partitions.length; index++) {
            partitions[index] = new IdPartition(BLOCK);
        }
    }

    /**
     * @param folder in which there is room for 32 bytes an id
     * @param bytes of the file whose ids these are
     */
    public static IdFile create(Path folder, long bytes) throws IOException {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bytes / BYTES_PER_PARTITION);
        return create(folder, Math.max(LEAST_BITS, Math.min(MOST_BITS, bits)));
    }

    /** One that can be joined with this one. */
    public IdFile sibling(Path folder) throws IOException {
        return create(folder, bits);
    }

    private static IdFile create(Path folder, int bits) throws IOException {
        Path path = Files.createTempFile(folder, ".atmar-ids-", ".tmp");
        return new IdFile(
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                bits);
    }

    public void add(String id, long place, long mark) throws IOException {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong();
        IdPartition partition = partitions[(int) (high >>> Long.SIZE - bits)];
        partition.add(high, hash.getLong(), place, mark);
        if (partition.isFull()) {
            end += partition.moveTo(file, end);
        }
    }

    /** The smallest mark of an id that is there twice, and the mark of its first; null: all differ. */
    public Twice twice() throws IOException {
        Twice[] found = new Twice[1];
        for (int index = 0; index < partitions.length; index++) {
            IdTable table = new IdTable(partitions[index].count());
            visit(index, (high, low, place, mark) -> {
                int former = table.put(high, low, place, mark);
                if (former >= 0 && (found[0] == null || mark < found[0].mark())) {
                    found[0] = new Twice(table.mark(former), mark);
                }
            });
        }
        return found[0];
    }

    /** Two entries of one id. */
    public record Twice(long firstMark, long mark) {}

    /** Told of every id of the other file. */
    public interface Joined {
        /**
         * @param own the place that the same id has in this file; -1: it is not there
         */
        void accept(long own, long place, long mark) throws IOException;
    }

    /** Looks every id of the other file up in this one; in the other's order within one id, in no order otherwise. */
    public void join(IdFile other, Joined joined) throws IOException {
        for (int index = 0; index < partitions.length; index++) {
            IdTable table = new IdTable(partitions[index].count());
            visit(index, table::put);
            IdTable looked = table;
            IOException[] failure = new IOException[1];
            other.visit(index, (high, low, place, mark) -> {
                int slot = looked.find(high, low);
                try {
                    joined.accept(slot < 0 ? -1 : looked.place(slot), place, mark);
                } catch (IOException e) {
                    failure[0] = e;
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
        }
    }

    private void visit(int index, Visitor visitor) throws IOException {
        partitions[index].visit(file, block, visitor);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.atmar.batch.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongPredicate;

/**
 * Which tasks are in flight, in a file that outlives a {@code kill -9}: one number for each that may be, in memory that
 * the system writes back. After a kill it says which calls had left without their result being written: they are made
 * again. It survives the process, not a loss of power.
 *
 * <p>Layout, big-endian: magic, calls repeated by all runs so far, then the slots: a task's index and 1, or 0.
 *
 * <p>A slot belongs to whom it was given last: to the coordinator, which takes and releases it, and in between to the
 * sender's loop.
 */
public final class InFlightJournal {
    private static final long MAGIC = 0x61746d61726a3031L;
    private static final int HEAD = 2 * Long.BYTES;

    private final Path file;
    private final MappedByteBuffer slots;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final long repeated;
    private final long repeatedInAll;

    private InFlightJournal(Path file, MappedByteBuffer slots, int size, long repeated, long repeatedInAll) {
        this.file = file;
        this.slots = slots;
        this.repeated = repeated;
        this.repeatedInAll = repeatedInAll;
        for (int slot = 0; slot < size; slot++) {
            free.add(slot);
        }
    }

    /** Where it is, for this file of results. */
    public static Path beside(Path output) {
        return output.resolveSibling(output.getFileName() + ".inflight");
    }

    /**
     * Under the lock of the output. What a former run left in it is counted, and the slots are emptied.
     *
     * @param slots as many tasks as may be in the sender's hands
     * @param isFinished whether a task's result is in the output
     */
    public static InFlightJournal open(Path file, int slots, LongPredicate isFinished) throws IOException {
        long before = 0;
        long repeated = 0;
        if (Files.exists(file)) {
            ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file));
            if (old.remaining() >= HEAD && old.getLong() == MAGIC) {
                before = old.getLong();
                repeated = unfinished(old, isFinished);
            }
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        MappedByteBuffer mapped = create(next, slots, before + repeated);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        return new InFlightJournal(file, mapped, slots, repeated, before + repeated);
    }

    private static long unfinished(ByteBuffer old, LongPredicate isFinished) {
        long count = 0;
        while (old.remaining() >= Long.BYTES) {
            long task = old.getLong();
            count += task > 0 && !isFinished.test(task - 1) ? 1 : 0;
        }
        return count;
    }

    private static MappedByteBuffer create(Path file, int slots, long repeatedInAll) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(HEAD + slots * Long.BYTES);
            zeros.putLong(MAGIC).putLong(repeatedInAll).rewind();
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD + (long) slots * Long.BYTES);
        }
    }

    /** One that is free; there are as many as orders that may be held. */
    public int take() {
        return free.remove();
    }

    /** The call leaves. */
    void sent(int slot, long task) {
        slots.putLong(at(slot), task + 1);
    }

    /** It failed, and is not in flight while it waits for its next attempt. */
    void failed(int slot) {
        slots.putLong(at(slot), 0);
    }

    /** The result is written, or the task was never sent. */
    public void release(int slot) {
        slots.putLong(at(slot), 0);
        free.add(slot);
    }

    private static int at(int slot) {
        return HEAD + slot * Long.BYTES;
    }

    /** Calls that a former run had in flight when it ended, and that have no result: at most so many are made twice. */
    public long repeated() {
        return repeated;
    }

    /** Of all runs so far, this one's included. */
    public long repeatedInAll() {
        return repeatedInAll;
    }

    /**
     * Leaves the file for the next run, or removes it.
     *
     * @param finished whether nothing is left to be done
     */
    public void close(boolean finished) throws IOException {
        if (finished) {
            Files.deleteIfExists(file);
        }
    }
}

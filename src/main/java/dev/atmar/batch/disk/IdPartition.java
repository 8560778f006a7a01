package dev.atmar.batch.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The ids whose hash begins with the same bits: whole blocks in the file, and the last ones in memory. */
final class IdPartition {
    private final ByteBuffer last;
    private long[] blocks = new long[4];
    private int written;

    IdPartition(int blockBytes) {
        last = ByteBuffer.allocate(blockBytes);
    }

    void add(long high, long low, long place, long mark) {
        last.putLong(high).putLong(low).putLong(place).putLong(mark);
    }

    boolean isFull() {
        return !last.hasRemaining();
    }

    /** How many bytes there are more in the file. */
    int moveTo(FileChannel file, long end) throws IOException {
        if (written == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * written);
        }
        blocks[written++] = end;
        last.flip();
        while (last.hasRemaining()) {
            file.write(last, end + last.position());
        }
        last.clear();
        return last.capacity();
    }

    long count() {
        return (long) written * last.capacity() / IdFile.RECORD + last.position() / IdFile.RECORD;
    }

    /**
     * @param block as large as the blocks are, to be read into
     */
    void visit(FileChannel file, ByteBuffer block, IdFile.Visitor visitor) throws IOException {
        for (int index = 0; index < written; index++) {
            block.clear();
            while (block.hasRemaining() && file.read(block, blocks[index] + block.position()) >= 0) {
                continue;
            }
            visit(block.flip(), visitor);
        }
        visit(last.duplicate().flip(), visitor);
    }

    private static void visit(ByteBuffer records, IdFile.Visitor visitor) {
        while (records.hasRemaining()) {
            visitor.visit(records.getLong(), records.getLong(), records.getLong(), records.getLong());
        }
    }
}

package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Histograms as text: Base64 of HdrHistogram's V2 format, deflated, which its tools and other languages read too. What is
 * read is bounded before the library makes room for it: its head may claim a histogram of any size.
 */
final class HistogramText {
    static final int DIGITS = 3;

    /** V2's cookie; the four bits that tell the width of a word are left out. */
    private static final int COOKIE = 0x1c849303;

    private static final int COMPRESSED_COOKIE = 0x1c849304;
    private static final int WIDTH_BITS = 0xf0;
    private static final int HEAD_BYTES = 40;

    /** More than any histogram of three digits takes. */
    private static final int MOST_CHARS = 1 << 20;

    private HistogramText() {}

    static String write(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** Empty where there is none. */
    static Histogram read(JsonFields json, String name) {
        Histogram histogram = new Histogram(DIGITS);
        if (json.has(name)) {
            String text = json.text(name);
            try {
                histogram.add(decode(text));
            } catch (DataFormatException | RuntimeException e) {
                throw json.refused(name, "a histogram of three digits, HdrHistogram's V2, deflated, in Base64");
            }
        }
        return histogram;
    }

    private static Histogram decode(String text) throws DataFormatException {
        if (text.length() > MOST_CHARS) {
            throw new DataFormatException("too long");
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        requireModest(bytes);
        return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    }

    /** Cookie, length, offset, digits, lowest and highest value, ratio: with three digits from 1 on it stays small. */
    private static void requireModest(byte[] bytes) throws DataFormatException {
        ByteBuffer outer = ByteBuffer.wrap(bytes);
        boolean compressed = (outer.getInt() & ~WIDTH_BITS) == COMPRESSED_COOKIE && outer.getInt() == bytes.length - 8;
        ByteBuffer head = compressed ? inflatedHead(bytes) : ByteBuffer.allocate(0);
        boolean modest = head.remaining() == HEAD_BYTES
                && (head.getInt() & ~WIDTH_BITS) == COOKIE
                && head.getInt() >= 0
                && head.getInt() == 0
                && head.getInt() == DIGITS
                && head.getLong() == 1
                && head.getLong() > 1
                && head.getDouble() == 1.0;
        if (!modest) {
            throw new DataFormatException("another format");
        }
    }

    private static ByteBuffer inflatedHead(byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, 8, bytes.length - 8);
            byte[] head = new byte[HEAD_BYTES];
            return ByteBuffer.wrap(head, 0, inflater.inflate(head));
        } finally {
            inflater.end();
        }
    }
}

package dev.atmar.batch.disk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file's bytes as they are read, and of as many of the first ones as a former run saw. */
public final class Fingerprint {
    private final MessageDigest digest = sha256();
    private final long prefixBytes;
    private long bytes;
    private String prefix;

    /** Whether the prefix ends where a line does. */
    private boolean cutBetweenLines;

    /** Whether the byte behind the prefix, which tells, has not come yet. */
    private boolean awaitsNext;

    private byte last;

    /**
     * @param prefixBytes of the former run; 0: there was none
     */
    public Fingerprint(long prefixBytes) {
        this.prefixBytes = prefixBytes;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(byte[] array, int from, int length) {
        int before = (int) Math.max(0, Math.min(length, prefixBytes - bytes));
        update(array, from, before);
        if (prefix == null && bytes == prefixBytes) {
            prefix = hex(snapshot());
            cutBetweenLines = true;
            awaitsNext = bytes > 0 && last != '\n';
        }
        if (awaitsNext && before < length) {
            cutBetweenLines = isLineEnd(array[from + before]);
            awaitsNext = false;
        }
        update(array, from + before, length - before);
    }

    private static boolean isLineEnd(byte value) {
        return value == '\n' || value == '\r';
    }

    private void update(byte[] array, int from, int length) {
        digest.update(array, from, length);
        bytes += length;
        if (length > 0) {
            last = array[from + length - 1];
        }
    }

    private MessageDigest snapshot() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be cloned", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of all that was read, in hex. */
    public String all() {
        return hex(snapshot());
    }

    /** Whether the file begins with those bytes, and goes on, if at all, with a line of its own. */
    public boolean beginsWith(String former) {
        return prefixBytes == 0 || former.equals(prefix) && cutBetweenLines;
    }

    public long bytes() {
        return bytes;
    }

    /** Of some text, in hex. */
    public static String of(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return hex(digest);
    }
}

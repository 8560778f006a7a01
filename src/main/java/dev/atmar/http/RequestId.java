package dev.atmar.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A name for one request, by which its answer is found in the log: a random UUID (RFC 9562, version 4). It opens
 * nothing and need not be hard to guess; {@link UUID#randomUUID} would ask the system for good randomness each time.
 */
public final class RequestId {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestId() {}

    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | VERSION_4;
        long low = random.nextLong() >>> 2 | VARIANT;
        return new UUID(high, low).toString();
    }
}

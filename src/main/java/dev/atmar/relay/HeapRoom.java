package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.settings.RelaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the heap calls may take: a relay that is asked for more answers 503, where it would else end without
 * memory, and all its calls with it. Of the settings' bounds the heap's are a part.
 *
 * @param requests at once
 * @param bodyBytes of the bodies that are held, all together: of requests, and of answers that are collected
 */
record HeapRoom(int requests, long bodyBytes) {
    private static final Logger LOG = LoggerFactory.getLogger(HeapRoom.class);

    /** Measured: 13 KB of a call in flight are kept, its two connections and what is known of it; without its body. */
    private static final long BYTES_PER_REQUEST = 14 << 10;

    /** What is there before the first call, and room for what is new. */
    private static final long BASE_BYTES = 40 << 20;

    private static final int FEWEST_REQUESTS = 100;

    /** One part of the heap in so many is for bodies. */
    private static final int PARTS = 4;

    /** An answer that is read whole may take half of them: where it is put together, it is there twice. */
    private static final int ANSWER_PARTS = 2 * PARTS;

    /** A chunk that is written and one that is read ahead, of a call whose caller does not keep up. */
    private static final int BYTES_HELD_BACK = 2 * Answers.PIECE_BYTES;

    static HeapRoom of(RelaySettings settings) {
        HeapRoom room = of(Runtime.getRuntime().maxMemory(), settings);
        if (room.requests < settings.maxRequests()) {
            LOG.info(
                    "relay.max_requests: {} at once, which the heap has room for ({} were asked for: give a larger -Xmx)",
                    room.requests,
                    settings.maxRequests());
        }
        return room;
    }

    static HeapRoom of(long heapBytes, RelaySettings settings) {
        long requests = (heapBytes - heapBytes / PARTS - BASE_BYTES) / BYTES_PER_REQUEST;
        return new HeapRoom(
                (int) Math.min(settings.maxRequests(), Math.max(FEWEST_REQUESTS, requests)), heapBytes / PARTS);
    }

    /** The settings with no more bytes in them than the heap has room for. */
    static RelaySettings bounded(RelaySettings settings) {
        return bounded(Runtime.getRuntime().maxMemory(), settings);
    }

    static RelaySettings bounded(long heapBytes, RelaySettings settings) {
        return settings.holding(Math.min(settings.queueBytes(), heapBytes / PARTS), (int)
                Math.min(settings.maxAnswerBytes(), heapBytes / ANSWER_PARTS));
    }

    /** The part of one instance; a body that may come at all always has room. */
    HeapRoom part(int instances, int maxBodyBytes) {
        return new HeapRoom(Math.max(1, requests / instances), Math.max(maxBodyBytes, bodyBytes / instances));
    }

    /** Calls whose caller does not keep up: they may have as much as bodies have. */
    int heldBack() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bodyBytes / BYTES_HELD_BACK));
    }
}

package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.settings.RelaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the heap calls may take: a relay that is asked for more answers 503, where it would else end without
 * memory, and all its calls with it. Of the settings' bounds the heap's are a part.
 *
 * @param callBytes for requests, connections and streams, each of which takes what is said of it here
 * @param bodyBytes of the bodies that are held, all together: of requests, and of answers that are collected
 */
record HeapRoom(long callBytes, long bodyBytes) {
    /**
     * Of a request in flight, without its body and its connections. All in all a call was measured to keep 12.3 KB,
     * 18 KB where its caller speaks TLS, 23 KB where its upstream does, and 27 KB where both do.
     */
    static final int REQUEST_BYTES = 6 << 10;

    /** Of a caller's connection; what its streams take over HTTP/2 is in what requests take. */
    static final int CALLER_BYTES = 3 << 10;

    static final int TLS_CALLER_BYTES = 10 << 10;

    /** Of an upstream's connection, or stream. */
    static final int UPSTREAM_BYTES = 4 << 10;

    private static final int TLS_UPSTREAM_BYTES = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(HeapRoom.class);

    /** What is there before the first call, and the part of the heap for what is new. */
    private static final long BASE_BYTES = 40 << 20;

    private static final long FEWEST_BYTES = 2 << 20;

    /** An answer that is read whole may take half of what bodies may: where it is put together, it is there twice. */
    private static final int ANSWER_PARTS = 2;

    private static final long SMALL_BODY_BYTES = 24 << 20;

    /** A chunk that is written and one that is read ahead, of a call whose caller does not keep up. */
    private static final int BYTES_HELD_BACK = 2 * Answers.PIECE_BYTES;

    static HeapRoom of(RelaySettings settings) {
        HeapRoom room = of(Runtime.getRuntime().maxMemory());
        if (room.requests() < settings.maxRequests()) {
            LOG.info(
                    "relay.max_requests: about {} at once, which the heap has room for, fewer over TLS ({} were asked for: "
                            + "give a larger -Xmx)",
                    room.requests(),
                    settings.maxRequests());
        }
        return room;
    }

    static HeapRoom of(long heapBytes) {
        long bodies = bodyBytes(heapBytes);
        return new HeapRoom(Math.max(FEWEST_BYTES, heapBytes - bodies - BASE_BYTES), bodies);
    }

    /** An eighth of a large heap; of a small one more, up to a quarter. */
    private static long bodyBytes(long heapBytes) {
        return Math.max(heapBytes / 8, Math.min(heapBytes / 4, SMALL_BODY_BYTES));
    }

    /** At once, without TLS. */
    long requests() {
        return callBytes / (REQUEST_BYTES + CALLER_BYTES + UPSTREAM_BYTES);
    }

    /** Of an upstream's connection. */
    static int upstream(boolean tls) {
        return tls ? TLS_UPSTREAM_BYTES : UPSTREAM_BYTES;
    }

    /** The settings with no more bytes in them than the heap has room for. */
    static RelaySettings bounded(RelaySettings settings) {
        return bounded(Runtime.getRuntime().maxMemory(), settings);
    }

    static RelaySettings bounded(long heapBytes, RelaySettings settings) {
        long bodies = bodyBytes(heapBytes);
        return settings.holding(Math.min(settings.queueBytes(), bodies), (int)
                Math.min(settings.maxAnswerBytes(), bodies / ANSWER_PARTS));
    }

    /** The part of one instance; a body that may come at all always has room. */
    HeapRoom part(int instances, int maxBodyBytes) {
        return new HeapRoom(callBytes / instances, Math.max(maxBodyBytes, bodyBytes / instances));
    }

    /** Calls whose caller does not keep up: they may have as much as bodies have. */
    int heldBack() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bodyBytes / BYTES_HELD_BACK));
    }
}

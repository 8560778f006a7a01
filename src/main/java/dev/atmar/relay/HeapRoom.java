package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the heap calls may take: a relay that is asked for more answers 503, where it would else end without
 * memory, and all its calls with it. Of the settings' bounds the heap's are a part.
 *
 * @param requests at once
 * @param bodyBytes of their bodies, all together, as they come in
 */
record HeapRoom(int requests, long bodyBytes) {
    private static final Logger LOG = LoggerFactory.getLogger(HeapRoom.class);

    /** Measured: 17 KB of a call in flight are kept, its two connections and what is known of it; without its body. */
    private static final long BYTES_PER_REQUEST = 18 << 10;

    /** What is there before the first call, and room for what is new. */
    private static final long BASE_BYTES = 40 << 20;

    private static final int FEWEST_REQUESTS = 100;

    /** One part of the heap in so many is for bodies. */
    private static final int PARTS = 4;

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
        long requests = Math.max(FEWEST_REQUESTS, (heapBytes - BASE_BYTES) / BYTES_PER_REQUEST);
        return new HeapRoom((int) Math.min(settings.maxRequests(), requests), heapBytes / PARTS);
    }

    /** The part of one instance; a body that may come at all always has room. */
    HeapRoom part(int instances, int maxBodyBytes) {
        return new HeapRoom(Math.max(1, requests / instances), Math.max(maxBodyBytes, bodyBytes / instances));
    }
}

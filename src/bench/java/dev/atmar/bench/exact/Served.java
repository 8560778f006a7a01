package dev.atmar.bench.exact;

/**
 * The server's own account of one request, in nanoseconds since the first one arrived.
 *
 * @param number in the order of arrival, from 0
 * @param due when its answer was to leave
 * @param answered when its answer was written
 */
public record Served(long number, long arrived, long due, long answered) {
    /** What the client would measure, were the way there and back no time. */
    public long latency() {
        return answered - arrived;
    }

    /** The server's own fault. */
    public long late() {
        return Math.max(0, answered - due);
    }
}

package dev.atmar.load.call;

/**
 * The four clocks of a call, each a {@code System.nanoTime()}.
 *
 * @param intended when it should have been sent: in the closed model, when its slot became free
 * @param sent when it was written to an open connection; means nothing while {@code sending} is {@code NEVER}
 * @param firstByte when the head of the answer was there; the end for an answer that never began
 * @param end when the whole answer was there, or the failure
 */
public record Timings(long intended, long started, Sending sending, long sent, long firstByte, long end) {
    /** How a request left. */
    public enum Sending {
        NEVER,
        /** A connection was opened for it: the wait for it is the peer's as much as ours. */
        ON_NEW_CONNECTION,
        ON_OPEN_CONNECTION
    }

    public long response() {
        return end - intended;
    }

    /** Of a call that was never sent, the time spent on trying. */
    public long service() {
        return end - (sending == Sending.NEVER ? started : sent);
    }

    public long untilFirstByte() {
        return firstByte - sent;
    }

    public long sendLag() {
        return sent - intended;
    }
}

package dev.atmar.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/**
 * How many bytes of bodies one event loop holds at once, of all requests and of all answers that are collected before
 * they go on.
 */
public final class BodyRoom {
    private final long mostBytes;
    private long bytes;

    public BodyRoom(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** For what is bounded by other means. */
    public static BodyRoom unbounded() {
        return new BodyRoom(Long.MAX_VALUE);
    }

    /** For one more body, or for several that end together. */
    public Share share() {
        return new Share();
    }

    /** 503, for a body that there was no room for. */
    public static ApiException full() {
        return ApiException.busy(503, "overloaded", "too many bytes of bodies are held already", 1);
    }

    /** Work on a body that is held until it ends; a failure, {@link #full}, where there is no room for it. */
    public <T> Future<T> hold(Buffer body, Supplier<Future<T>> work) {
        Share share = share();
        if (!share.take(body.length())) {
            return Future.failedFuture(full());
        }
        return Future.<Void>succeededFuture().compose(begun -> work.get()).onComplete(over -> share.giveBack());
    }

    long bytes() {
        return bytes;
    }

    /** What is taken of the room for one purpose. */
    public final class Share {
        private long taken;
        private boolean over;

        private Share() {}

        /** Whether there was room for them; never once it was given back. */
        public boolean take(int more) {
            if (over || more > mostBytes - bytes) {
                return false;
            }
            bytes += more;
            taken += more;
            return true;
        }

        /** All of it, for good; harmless when it was before. */
        public void giveBack() {
            over = true;
            bytes -= taken;
            taken = 0;
        }
    }
}

package dev.atmar.relay;

import dev.atmar.http.ApiException;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One of {@link SlowCallers}: how far it has come, and what it takes to be rid of it. */
final class SlowCaller {
    private static final ApiException TOO_SLOW = ApiException.of(
            499, "caller_too_slow", "there is no memory for callers who do not read, and this one has waited longest");

    private final Supplier<Taken> place;
    private final BooleanSupplier hasAll;
    private final Runnable cut;
    private final boolean heldBack;
    private Taken seen;
    private long since = System.nanoTime();

    private SlowCaller(boolean heldBack, Supplier<Taken> place, BooleanSupplier hasAll, Runnable cut) {
        this.heldBack = heldBack;
        this.place = place;
        this.hasAll = hasAll;
        this.cut = cut;
        this.seen = place.get();
    }

    /** A connection with bytes that are unsent, whichever answers they are of. */
    static SlowCaller unsent(Channel channel) {
        return new SlowCaller(
                false, () -> Taken.of(channel), () -> Taken.of(channel).unsent() == 0, () -> Caller.cutOff(channel));
    }

    /**
     * A call whose upstream is held back.
     *
     * @param end ends the call, with the code {@code caller_too_slow}
     */
    static SlowCaller heldBack(HttpServerRequest request, Consumer<ApiException> end) {
        HttpServerResponse response = request.response();
        boolean isStream = request.version() == HttpVersion.HTTP_2;
        Channel channel = Taken.channel(request);
        BooleanSupplier hasAll = () -> (response.ended() || response.closed())
                && (isStream || Taken.of(channel).unsent() == 0);
        return new SlowCaller(true, () -> Taken.of(request), hasAll, () -> {
            end.accept(TOO_SLOW);
            Caller.cutOff(request);
        });
    }

    /** Whether it has taken something since this was asked before, or since it is here. */
    boolean hasMoved() {
        Taken now = place.get();
        boolean moved = !now.equals(seen);
        seen = now;
        since = moved ? System.nanoTime() : since;
        return moved;
    }

    /** Whether it was not seen to take anything for so long. */
    boolean hasWaited(long nanos) {
        return System.nanoTime() - since >= nanos;
    }

    /** Whether there is nothing that it could still take, and nothing is kept for it. */
    boolean hasAll() {
        return hasAll.getAsBoolean();
    }

    boolean isHeldBack() {
        return heldBack;
    }

    void cutOff() {
        cut.run();
    }
}

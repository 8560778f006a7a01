package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Timeouts;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The clocks of one upstream call, behind a single timer: first byte, idle (any byte), progress (see {@link Progress})
 * and total. While the relay itself holds the upstream back for a caller who does not read, idle and progress stand
 * still, and the caller has {@code idle_ms} to go on reading. What happens only notes the time; the timer looks when
 * the earliest deadline could have passed, and is moved only to where one is earlier. That most calls need
 * no timer of their own, {@link #shared} sees to. The time to a connection is the client's own, within total and the caller's
 * patience.
 */
final class Deadlines {
    private static final long NOT_YET = Long.MAX_VALUE;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final RelaySettings settings;
    private final long totalMillis;
    private final long patienceEnds;
    private final Consumer<ApiException> expired;
    private final long started = now();
    private long sent = NOT_YET;
    private long lastByte = NOT_YET;
    private long lastProgress = NOT_YET;
    private long heldBack = NOT_YET;
    private Timeouts.Timeout first;
    private long timer = NO_TIMER;
    private long timerDue;

    /** The first look of all calls on one loop: none of the settings' times can have passed before. */
    static Timeouts shared(Vertx vertx, RelaySettings settings) {
        return new Timeouts(
                vertx, Math.min(settings.firstByteMs(), Math.min(settings.idleMs(), settings.progressMs())));
    }

    /**
     * @param shared of its loop
     * @param patience of the caller, where it bounds total and first byte closer than the settings do
     */
    Deadlines(Vertx vertx, Timeouts shared, RelaySettings settings, Patience patience, Consumer<ApiException> expired) {
        this.vertx = vertx;
        this.settings = settings;
        this.totalMillis = patience.leftMillis();
        boolean bounded = patience.firstByteMillis() < patience.totalMillis();
        this.patienceEnds = bounded ? started + patience.leftToFirstByteMillis() : NOT_YET;
        this.expired = expired;
        lookFirst(shared, Math.min(totalMillis, left(patienceEnds, started)));
    }

    private void lookFirst(Timeouts shared, long callersMillis) {
        if (callersMillis < shared.millis()) {
            lookIn(callersMillis, started);
        } else {
            timerDue = started + shared.millis();
            first = shared.begin(this::look);
        }
    }

    private void lookIn(long millis, long now) {
        timerDue = now + millis;
        timer = vertx.setTimer(millis, tick -> look());
    }

    private void lookNoLaterThan(long due, long now) {
        if (due < timerDue) {
            stop();
            lookIn(Math.max(1, due - now), now);
        }
    }

    void sent() {
        sent = now();
        lastProgress = sent;
        lookNoLaterThan(Math.min(firstByteDue(), sent + settings.progressMs()), sent);
    }

    /** The head of the answer: from here on the idle clock runs. */
    void headArrived() {
        lastByte = now();
        lookNoLaterThan(lastByte + settings.idleMs(), lastByte);
    }

    /**
     * @param progress whether they are more than a sign of life
     */
    void bytesArrived(boolean progress) {
        lastByte = now();
        if (progress) {
            lastProgress = lastByte;
        }
    }

    /** The caller does not read, and so the upstream is not read either. */
    void heldBack() {
        heldBack = now();
        lookNoLaterThan(heldBack + settings.idleMs(), heldBack);
    }

    /** The caller reads again: progress has as much time left as it had, silence begins anew. */
    void goesOn() {
        if (heldBack == NOT_YET) {
            return;
        }
        lastByte = now();
        lastProgress += lastByte - heldBack;
        heldBack = NOT_YET;
        lookNoLaterThan(Math.min(lastProgress + settings.progressMs(), lastByte + settings.idleMs()), lastByte);
    }

    /** No timer is begun after, whatever else is noted. */
    void stop() {
        timerDue = Long.MIN_VALUE;
        if (first != null) {
            first.cancel();
            first = null;
        } else {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void look() {
        first = null;
        long now = now();
        long total = started + totalMillis - now;
        long firstByte = lastByte == NOT_YET ? left(firstByteDue(), now) : NOT_YET;
        boolean isHeldBack = heldBack != NOT_YET;
        long caller = isHeldBack ? heldBack + settings.idleMs() - now : NOT_YET;
        long idle = lastByte == NOT_YET || isHeldBack ? NOT_YET : lastByte + settings.idleMs() - now;
        long progress = lastProgress == NOT_YET || isHeldBack ? NOT_YET : lastProgress + settings.progressMs() - now;
        long next = Math.min(Math.min(total, firstByte), Math.min(caller, Math.min(idle, progress)));
        if (next > 0) {
            lookIn(next, now);
        } else if (next == total) {
            expired.accept(late("total_timeout", "the call's time passed before the answer was whole"));
        } else if (next == firstByte) {
            expired.accept(late("first_byte_timeout", "no answer began within " + (now - started) + " ms"));
        } else if (next == caller) {
            expired.accept(ApiException.of(
                    499, "caller_idle_timeout", "the caller has not read for " + settings.idleMs() + " ms"));
        } else if (next == idle) {
            expired.accept(late("idle_timeout", "the upstream fell silent for " + settings.idleMs() + " ms"));
        } else {
            expired.accept(late("progress_timeout", "only signs of life came for " + settings.progressMs() + " ms"));
        }
    }

    /** The clock may be negative, from which what is not due yet must not be subtracted. */
    private static long left(long due, long now) {
        return due == NOT_YET ? NOT_YET : due - now;
    }

    /** The setting's time counts from the sending, the caller's from the arrival of its request. */
    private long firstByteDue() {
        return sent == NOT_YET ? patienceEnds : Math.min(patienceEnds, sent + settings.firstByteMs());
    }

    private static ApiException late(String code, String message) {
        return ApiException.of(504, code, message);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}

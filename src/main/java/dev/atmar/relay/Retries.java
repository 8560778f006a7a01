package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.relay.account.RetryBudget;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * What becomes of one call after an attempt that failed: the only place where atmar decides to try again. An answer
 * tells when to, and nothing once the call cannot wait so long, or is not worth another attempt.
 *
 * <ul>
 *   <li>429 beside other calls in flight: the account's limit is lowered, and the call goes back into the queue, after
 *       a pause where no limit was stated, for then it may be another than the one that is held to. That is no retry and costs no budget: the limit falls with each, and at one the call is alone.
 *   <li>429 alone: a rate or a quota. At most twice more, at most 8 s in all, never before its {@code retry-after}.
 *   <li>500, 503, a completion that gave up, a blank answer, a connection that broke or never came about: so often as the
 *       settings say, within the account's {@link RetryBudget}, with full jitter (AWS, "Exponential Backoff And
 *       Jitter") and never before a {@code retry-after}.
 *   <li>Where another account has room that has not failed this call, it goes there without a pause.
 *   <li>All else, and everything after the first delta: never.
 * </ul>
 */
final class Retries {
    /** Failures of an answer that has not begun; the others, such as deadlines, would fail again or have cost too much. */
    private static final Set<String> RETRYABLE = Set.of(
            "connect_timeout",
            "upstream_not_http",
            "upstream_blank",
            "upstream_failed",
            "upstream_incomplete",
            "insufficient_system_resource");

    private static final int LONE_TRIES = 2;
    private static final long LONE_MILLIS = 8000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8000;

    private final RelaySettings.Retry settings;
    private final Patience patience;
    private int failures;
    private int refusals;
    private int loneRefusals;
    private long firstLoneNanos;

    Retries(RelaySettings.Retry settings, Patience patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /**
     * After a 429.
     *
     * @param alone whether it was the account's only call in flight
     */
    Optional<Duration> afterTooMany(Refusal refusal, boolean alone) {
        if (!alone) {
            boolean limitKnown = refusal.statedLimit().isPresent();
            return inTime(limitKnown ? refusal.retryAfter() : longer(refusal.retryAfter(), jitter(++refusals)));
        }
        if (loneRefusals == 0) {
            firstLoneNanos = System.nanoTime();
        }
        loneRefusals++;
        Duration pause = longer(refusal.retryAfter(), jitter(loneRefusals));
        long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - firstLoneNanos);
        boolean over = loneRefusals > LONE_TRIES || spent + pause.toMillis() > LONE_MILLIS;
        return over ? Optional.empty() : inTime(pause);
    }

    /**
     * After any other failure.
     *
     * @param elsewhere whether another account can be asked, which has nothing to recover from
     */
    Optional<Duration> afterFailure(Throwable failure, RetryBudget budget, boolean elsewhere) {
        Duration retryAfter = failure instanceof Refusal refusal ? refusal.retryAfter() : Duration.ZERO;
        Duration pause = elsewhere ? Duration.ZERO : longer(retryAfter, jitter(failures + 1));
        if (!isRetryable(failure) || failures >= settings.times() || !patience.outlasts(pause.toMillis())) {
            return Optional.empty();
        }
        if (!budget.take()) {
            return Optional.empty();
        }
        failures++;
        return Optional.of(pause);
    }

    /** How long the account of an attempt that failed is left alone by this call, if another one can be asked. */
    static Duration rest(Throwable failure) {
        Duration retryAfter = failure instanceof Refusal refusal ? refusal.retryAfter() : Duration.ZERO;
        return longer(retryAfter, Duration.ofMillis(FIRST_PAUSE_MILLIS));
    }

    private static boolean isRetryable(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.status() == 500 || refusal.status() == 503;
        }
        if (failure instanceof ApiException known) {
            return RETRYABLE.contains(known.code());
        }
        boolean broken = failure instanceof HttpClosedException || failure instanceof StreamResetException;
        return broken || failure instanceof IOException && !(failure instanceof SSLException);
    }

    private Optional<Duration> inTime(Duration pause) {
        return patience.outlasts(pause.toMillis()) ? Optional.of(pause) : Optional.empty();
    }

    /** Anything up to a bound that doubles. */
    private static Duration jitter(int time) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(time - 1, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, most + 1));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

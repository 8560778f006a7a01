package dev.atmar.batch.send;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Whether, and when, a task is tried again after an attempt that failed.
 *
 * <ul>
 *   <li>408, 429, 500, 502, 503, 504, 529, a connection that did not come about or broke, a deadline, a success without
 *       a body: so often as the options say, after an exponential backoff with full jitter (AWS, "Exponential Backoff
 *       And Jitter"), and never before a {@code retry-after}, up to an hour.
 *   <li>No connection to an upstream that has answered before: for some five minutes, beside the retries.
 *   <li>429 that names the account's limit, or beside other calls in flight where the limit is being found: the limiter
 *       has been told, and the task goes back into its queue. That is no retry, up to a bound.
 *   <li>429 that says the quota is used up, and every other 4xx: never.
 * </ul>
 */
final class Retries {
    private static final Set<Integer> STATUSES = Set.of(408, 429, 500, 502, 503, 504, 529);
    private static final Set<ErrorType> TYPES = Set.of(
            ErrorType.REFUSED,
            ErrorType.CONNECT,
            ErrorType.HOST_NOT_FOUND,
            ErrorType.TIMEOUT,
            ErrorType.CLOSED,
            ErrorType.EMPTY,
            ErrorType.INCOMPLETE);
    private static final Set<ErrorType> UNREACHABLE =
            Set.of(ErrorType.REFUSED, ErrorType.CONNECT, ErrorType.HOST_NOT_FOUND);
    private static final Set<String> HOPELESS =
            Set.of("http_401", "http_402", "http_403", "quota", "refused", "host_not_found");

    /** OpenAI's words for it, and those of others. DeepSeek answers 402. */
    private static final Pattern QUOTA =
            Pattern.compile("insufficient[_ ](quota|balance)|exceeded your current quota", Pattern.CASE_INSENSITIVE);

    private static final int TOO_MANY = 429;
    private static final int MOST_REFUSALS = 50;

    /** With the backoff some five minutes. */
    private static final int MOST_OUTAGES = 24;

    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;
    private static final Duration MOST_PATIENCE = Duration.ofHours(1);

    private final int times;
    private int failures;
    private int refusals;
    private int outages;

    Retries(int times) {
        this.times = times;
    }

    /**
     * The pause before the next attempt; nothing: there is none.
     *
     * @param retryAfter what the answer asks for; zero where it does not
     * @param wasThere whether the upstream has answered before: one that cannot be reached then may be starting anew
     * @param limiterKnows whether a 429 lowers the number in flight, so that the next attempt meets another limit
     */
    Optional<Duration> after(CallError error, Duration retryAfter, boolean limiterKnows, boolean wasThere) {
        if (!isWorthIt(error)) {
            return Optional.empty();
        }
        if (wasThere && UNREACHABLE.contains(error.type()) && outages < MOST_OUTAGES) {
            outages++;
            return Optional.of(pause(retryAfter, outages));
        }
        if (error.status() == TOO_MANY && limiterKnows && refusals < MOST_REFUSALS) {
            refusals++;
            return Optional.of(pause(retryAfter, refusals));
        }
        if (failures >= times) {
            return Optional.empty();
        }
        failures++;
        return Optional.of(pause(retryAfter, failures));
    }

    static boolean isWorthIt(CallError error) {
        return error.type() == ErrorType.STATUS
                ? STATUSES.contains(error.status()) && !isQuota(error)
                : TYPES.contains(error.type());
    }

    static boolean isTooMany(CallError error) {
        return error.status() == TOO_MANY && !isQuota(error);
    }

    private static boolean isQuota(CallError error) {
        return error.status() == TOO_MANY && QUOTA.matcher(error.message()).find();
    }

    /** {@code http_500}, {@code quota}, {@code timeout}, … */
    static String kind(CallError error) {
        if (error.type() != ErrorType.STATUS) {
            return error.type().word();
        }
        return isQuota(error) ? "quota" : String.format(Locale.ROOT, "http_%d", error.status());
    }

    static boolean isHopeless(CallError error) {
        return HOPELESS.contains(kind(error));
    }

    /** Any time up to a bound that doubles, after what was asked for: all who were refused together do not come together. */
    private static Duration pause(Duration retryAfter, int time) {
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(time - 1, 10));
        Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, most + 1));
        Duration asked = retryAfter.compareTo(MOST_PATIENCE) < 0 ? retryAfter : MOST_PATIENCE;
        return asked.isZero() ? jitter : asked.plus(jitter.dividedBy(4));
    }

    int retried() {
        return failures;
    }
}

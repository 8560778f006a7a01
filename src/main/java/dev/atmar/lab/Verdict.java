package dev.atmar.lab;

import java.time.Duration;

/**
 * What a volley shows about a way.
 *
 * @param word {@code serial}, {@code pool of 30}, {@code all at once}, {@code not available}, {@code failed} or
 *     {@code unclear}
 * @param reason why it is none of the first three; else null
 */
record Verdict(String word, String reason) {
    static final String SERIAL = "serial";
    static final String POOL = "pool of ";
    static final String ALL_AT_ONCE = "all at once";
    static final String UNCLEAR = "unclear";
    static final String NOT_AVAILABLE = "not available";

    /**
     * @param pings how long a volley of as many pings takes: when the sleep is not well above that, those who sleep
     *     first wake before the last arrive, and a way without any bound looks like a pool
     */
    static Verdict of(Volley.Outcome outcome, int ranAtOnce, Duration sleep, Duration pings) {
        Reply first = outcome.replies().get(0);
        if (outcome.replies().stream().allMatch(Reply::isNotAvailable)) {
            return new Verdict(NOT_AVAILABLE, first.reason());
        }
        long answered = outcome.replies().stream().filter(Reply::isOk).count();
        if (answered == 0) {
            return new Verdict("failed", first.reason() == null ? first.error() : first.reason());
        }
        if (answered == 1) {
            return new Verdict(UNCLEAR, "one answer alone cannot show what runs at once");
        }
        if (ranAtOnce >= answered) {
            return new Verdict(ALL_AT_ONCE, null);
        }
        if (sleep.compareTo(pings.multipliedBy(2)) < 0) {
            return new Verdict(
                    "unclear", "so many pings alone took " + pings.toMillis() + " ms; ask for longer sleeps");
        }
        return new Verdict(ranAtOnce == 1 ? SERIAL : POOL + ranAtOnce, null);
    }
}

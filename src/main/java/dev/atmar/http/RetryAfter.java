package dev.atmar.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The header {@code retry-after} of an answer: how long its sender wants to be left alone (RFC 9110, 10.2.3). */
public final class RetryAfter {
    private static final int LONGEST = 64;
    private static final int MOST_SECONDS = 999_999;

    private RetryAfter() {}

    /** Of seconds, or of a date; 0 when it says nothing. A fraction, which some send against the standard, is rounded up. */
    public static int seconds(String value) {
        if (value == null || value.length() > LONGEST) {
            return 0;
        }
        if (value.matches("[0-9]+(\\.[0-9]+)?")) {
            BigDecimal seconds = new BigDecimal(value).setScale(0, RoundingMode.CEILING);
            return seconds.min(BigDecimal.valueOf(MOST_SECONDS)).intValueExact();
        }
        try {
            Instant when = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            long seconds = (Duration.between(Instant.now(), when).toMillis() + 999) / 1000;
            return (int) Math.max(0, Math.min(seconds, MOST_SECONDS));
        } catch (DateTimeException e) {
            return 0;
        }
    }
}

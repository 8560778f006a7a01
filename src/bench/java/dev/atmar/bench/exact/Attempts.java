package dev.atmar.bench.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Judges what depends on a machine that others use, too. One attempt that meets all is enough. Three on a quiet machine
 * that do not are a failure. Where it is not quiet often enough, the last attempt is judged by the server's own clock,
 * with an allowance for what this machine did.
 */
public final class Attempts {
    private static final int QUIET = 3;
    private static final int MOST = 4;

    private Attempts() {}

    /**
     * The attempt by which they were judged well.
     *
     * @throws AssertionError with all that was measured
     */
    public static Attempt untilMet(Callable<Attempt> measurement, Check... expected) throws Exception {
        List<Check> checks = List.of(expected);
        List<String> missed = new ArrayList<>();
        int quiet = 0;
        for (int made = 1; quiet < QUIET && made <= MOST; made++) {
            Attempt attempt = measurement.call();
            if (checks.stream().allMatch(check -> check.isMetBy(attempt))) {
                return attempt;
            }
            boolean wasQuiet = attempt.wasQuiet() && checks.stream().allMatch(check -> check.isServedBy(attempt));
            quiet += wasQuiet ? 1 : 0;
            missed.add(describe(attempt, wasQuiet, checks));
            if (made == MOST
                    && quiet < QUIET
                    && checks.stream().allMatch(check -> check.isMetButForTheMachine(attempt))) {
                return attempt;
            }
        }
        throw new AssertionError(String.join("\n", missed));
    }

    private static String describe(Attempt attempt, boolean wasQuiet, List<Check> checks) {
        return checks.stream()
                .map(check -> check.of(attempt))
                .collect(Collectors.joining("\n", wasQuiet ? "quiet\n" : "not quiet\n", "\n" + attempt));
    }
}

package dev.atmar.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Judges figures that depend on a machine others use, too. One attempt that meets them is enough. Three on a quiet
 * machine that do not are a failure. Where it is not quiet often enough, the client's figures have to agree with what
 * the server saw of the last attempt, but for what the machine kept a thread waiting.
 */
final class Attempts {
    private static final int QUIET = 3;
    private static final int MOST = 5;

    private Attempts() {}

    static Attempt untilMet(Callable<Attempt> measurement, Figure... figures) throws Exception {
        List<String> missed = new ArrayList<>();
        int quiet = 0;
        for (int i = 1; i <= MOST; i++) {
            Attempt attempt = measurement.call();
            if (List.of(figures).stream().allMatch(figure -> figure.isMetBy(attempt))) {
                return attempt;
            }
            boolean wasQuiet = attempt.wasQuiet() && List.of(figures).stream().allMatch(f -> f.isServedBy(attempt));
            missed.add(describe(attempt, wasQuiet, figures));
            quiet += wasQuiet ? 1 : 0;
            if (quiet == QUIET) {
                break;
            }
            if (i == MOST && List.of(figures).stream().allMatch(figure -> figure.agreesWithServer(attempt))) {
                return attempt;
            }
        }
        throw new AssertionError(String.join("\n", missed));
    }

    private static String describe(Attempt attempt, boolean wasQuiet, Figure... figures) {
        return List.of(figures).stream()
                .map(figure -> figure.of(attempt))
                .collect(Collectors.joining("\n", wasQuiet ? "quiet\n" : "not quiet\n", "\n" + attempt));
    }
}

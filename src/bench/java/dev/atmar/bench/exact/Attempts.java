package dev.atmar.bench.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Judges figures that depend on a machine others use, too. One attempt that meets them all is enough. Three on a quiet
 * machine that do not are a failure. Where it is not quiet often enough, the client's figures have to agree with what
 * the server saw of the last attempt, but for what this machine kept a thread waiting.
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
    public static Attempt untilMet(Callable<Attempt> measurement, Figure... expected) throws Exception {
        List<Figure> figures = List.of(expected);
        List<String> missed = new ArrayList<>();
        int quiet = 0;
        for (int made = 1; quiet < QUIET && made <= MOST; made++) {
            Attempt attempt = measurement.call();
            if (figures.stream().allMatch(figure -> figure.isMetBy(attempt))) {
                return attempt;
            }
            boolean wasQuiet = attempt.wasQuiet() && figures.stream().allMatch(figure -> figure.isServedBy(attempt));
            quiet += wasQuiet ? 1 : 0;
            missed.add(describe(attempt, wasQuiet, figures));
            if (made == MOST
                    && quiet < QUIET
                    && figures.stream().allMatch(figure -> figure.agreesWithServer(attempt))) {
                return attempt;
            }
        }
        throw new AssertionError(String.join("\n", missed));
    }

    private static String describe(Attempt attempt, boolean wasQuiet, List<Figure> figures) {
        return figures.stream()
                .map(figure -> figure.of(attempt))
                .collect(Collectors.joining("\n", wasQuiet ? "quiet\n" : "not quiet\n", "\n" + attempt));
    }
}

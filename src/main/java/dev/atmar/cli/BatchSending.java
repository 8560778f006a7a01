package dev.atmar.cli;

import dev.atmar.batch.send.SendOptions;
import dev.atmar.batch.send.SendOptions.Concurrency;
import dev.atmar.settings.Secret;
import dev.atmar.settings.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How {@code batch} sends: its options of that section. */
final class BatchSending {
    /** Of a header whose value is nobody else's business. */
    private static final Pattern SECRET =
            Pattern.compile(".*(auth|key|token|secret|cookie|password|credential|signature).*");

    private static final int LEAST_ANSWER = 1 << 14;
    private static final int BEARER = "Bearer ".length();

    @Option(
            names = "--concurrent",
            paramLabel = "N|auto",
            converter = Concurrencies.class,
            defaultValue = "auto",
            description = "calls in flight, to all hosts; auto: found for each host from its refusals (429), at "
                    + "most 300 in all, or as many as auto:N says (default: ${DEFAULT-VALUE})")
    private Concurrency concurrent;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "600s",
            description = "of one attempt, to its last byte (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "1h",
            description = "so long after its first attempt no further one of a task is begun; with --timeout this "
                    + "bounds the task as a whole (default: ${DEFAULT-VALUE})")
    private Duration patience;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "further attempts of a task after 408, 429, 500, 502, 503, 504, 529, a deadline or a "
                    + "broken connection; a 429 from which the limit is found is no attempt "
                    + "(default: ${DEFAULT-VALUE})")
    private int retries;

    @Option(names = "--rpm", paramLabel = "N", description = "requests begun in any minute, spread evenly")
    private Long rpm;

    @Option(
            names = "--tpm",
            paramLabel = "N",
            description = "tokens in any minute: estimated from the request (bytes / 4, and max_tokens), corrected "
                    + "by the usage that the answer tells")
    private Long tpm;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "a header of every request; may be repeated")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "env:NAME or file:PATH, sent as authorization: Bearer …")
    private String key;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10s",
            description = "on Ctrl-C, for calls in flight to finish (default: ${DEFAULT-VALUE})")
    private Duration drain;

    @Option(
            names = "--keep-going",
            description = "do not stop when 20 tasks in a row fail for one reason that the next will fail for, too: "
                    + "401, 402, 403, quota used up, connection refused, unknown host")
    private boolean keepGoing;

    Duration drain() {
        return drain;
    }

    boolean keepsGoing() {
        return keepGoing;
    }

    /**
     * @throws SettingsException when an option cannot be used
     */
    SendOptions options(int maxAnswerBytes) {
        atLeast("--retries", retries, 0);
        atLeast("--rpm", rpm, 1);
        atLeast("--tpm", tpm, 1);
        Map<String, String> all = Headers.of(headers);
        if (key != null) {
            all.put("authorization", "Bearer " + secret());
        }
        return new SendOptions(
                concurrent, timeout, patience, retries, rpm, tpm, all, secrets(all), shareOfHeap(maxAnswerBytes));
    }

    /** Answers in flight fill at most a quarter of the heap. */
    private int shareOfHeap(int maxAnswerBytes) {
        long share = Runtime.getRuntime().maxMemory() / 4 / concurrent.most();
        return (int) Math.max(LEAST_ANSWER, Math.min(maxAnswerBytes, share));
    }

    /** On the command line itself anybody could read it in the list of processes. */
    private String secret() {
        if (!key.startsWith("env:") && !key.startsWith("file:")) {
            throw new SettingsException("--key", "a key itself (expected: env:NAME or file:PATH)");
        }
        Secret given = Secret.of(key);
        return given.reveal()
                .orElseThrow(
                        () -> new SettingsException("--key", given.missing() + " (expected: env:NAME or file:PATH)"));
    }

    private static List<String> secrets(Map<String, String> headers) {
        List<String> secrets = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (isSecret(name)) {
                boolean bearer = value.regionMatches(true, 0, "Bearer ", 0, BEARER);
                secrets.add(bearer ? value.substring(BEARER) : value);
            }
        });
        return secrets;
    }

    static boolean isSecret(String header) {
        return SECRET.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }

    private static void atLeast(String option, Number value, long least) {
        if (value != null && value.longValue() < least) {
            throw new SettingsException(option, "value: " + value + " (expected: a whole number, >= " + least + ")");
        }
    }

    /** As they are to be shown. */
    static Map<String, String> shown(Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : value));
        return shown;
    }
}

package dev.atmar.settings;

import io.vertx.core.json.JsonObject;

/**
 * The bounds of the load client.
 *
 * @param maxConcurrent the most requests in flight a plan may ask for
 * @param maxTasks the most tasks a plan may list
 * @param maxRunning runs at once; another is refused with 429
 * @param keptRuns finished runs whose result can still be asked for
 * @param keptResults results kept of one run; the summary counts them all
 * @param keptBytes bytes of answers kept, of all runs together. When there is no more room, the runs that have ended
 *     lose their answers, the oldest first, and then those that last get none; a result without the answer it had says
 *     {@code "result_omitted": true}
 * @param maxAnswerBytes the longest answer that is read; a longer one is that task's error
 */
public record LoadSettings(
        int maxConcurrent,
        int maxTasks,
        int maxRunning,
        int keptRuns,
        int keptResults,
        long keptBytes,
        int maxAnswerBytes) {
    /**
     * @throws SettingsException when a value is out of its range
     */
    public LoadSettings {
        Check.between("max_concurrent", maxConcurrent, 1, 1_000_000);
        Check.between("max_tasks", maxTasks, 1, 100_000_000);
        Check.between("max_running", maxRunning, 1, 1000);
        Check.between("kept_runs", keptRuns, 1, 1000);
        Check.between("kept_results", keptResults, 0, 10_000_000);
        Check.between("kept_bytes", keptBytes, 0, 1L << 40);
        Check.between("max_answer_bytes", maxAnswerBytes, 1, 1 << 30);
    }

    /**
     * The defaults with some keys changed, e.g. {@code {"kept_runs": 100}}.
     *
     * @throws SettingsException for an unknown key, a wrong type or a value out of range
     */
    public static LoadSettings of(JsonObject changes) {
        return SettingsReader.section("load", changes, LoadSettings.class);
    }
}

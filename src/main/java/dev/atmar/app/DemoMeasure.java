package dev.atmar.app;

import io.vertx.core.json.JsonObject;

/**
 * What a step took. Times are in milliseconds.
 *
 * @param calls made at once
 * @param ok those answered
 * @param rejected those the upstream refused with 429, by its own count
 * @param peak the most that one account had in flight, by the upstream's own count
 * @param wallMillis from the first request to the last answer
 * @param medianMillis of one request, as its caller saw it
 * @param slowestCallMillis the longest call as the upstream (or the sleep) itself took it
 * @param meanCallMillis the mean of those
 */
record DemoMeasure(
        long calls,
        long ok,
        long rejected,
        int peak,
        double wallMillis,
        double medianMillis,
        double slowestCallMillis,
        double meanCallMillis) {
    /**
     * @param summary of the load run
     * @param stats of the upstream behind it
     */
    static DemoMeasure of(JsonObject summary, JsonObject stats) {
        return of(
                summary,
                stats.getLong("rejected"),
                peak(stats.getJsonObject("accounts")),
                stats.getDouble("longest_ms"),
                stats.getDouble("mean_ms"));
    }

    private static int peak(JsonObject accounts) {
        return accounts.fieldNames().stream()
                .mapToInt(name -> accounts.getJsonObject(name).getInteger("peak"))
                .max()
                .orElse(0);
    }

    /** Of sleeps, which are all of one length. */
    static DemoMeasure ofSleeps(JsonObject summary, double sleepMillis) {
        return of(summary, 0, 0, sleepMillis, sleepMillis);
    }

    private static DemoMeasure of(JsonObject summary, long rejected, int peak, double slowest, double mean) {
        Double median = summary.getJsonObject("service_ms").getDouble("p50");
        return new DemoMeasure(
                summary.getLong("requests"),
                summary.getLong("ok"),
                rejected,
                peak,
                summary.getDouble("elapsed_ms"),
                median == null ? 0 : median,
                slowest,
                mean);
    }

    boolean allOk() {
        return ok == calls;
    }

    long failed() {
        return calls - ok;
    }
}

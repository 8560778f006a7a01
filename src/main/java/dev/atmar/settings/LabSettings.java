package dev.atmar.settings;

import io.vertx.core.json.JsonObject;

/**
 * The sleep lab.
 *
 * @param port 0 lets the system choose
 * @param sleepMs how long an endpoint sleeps when the request does not say, in milliseconds
 * @param maxSleepMs the longest sleep a request may ask for, in milliseconds
 * @param executeBlockingPool threads behind {@code /sleep/execute-blocking}
 * @param threadPool threads behind {@code /async_thread_test/}
 * @param coroutinePool threads behind {@code /async_coroutine_test/}
 * @param maxInFlight requests accepted at once; more are answered 503
 * @param drainMs how long stopping waits for requests in flight, in milliseconds
 */
public record LabSettings(
        String host,
        int port,
        long sleepMs,
        long maxSleepMs,
        int executeBlockingPool,
        int threadPool,
        int coroutinePool,
        int maxInFlight,
        long drainMs) {
    private static final int MOST_THREADS = 10_000;

    /**
     * @throws SettingsException when a value is out of its range
     */
    public LabSettings {
        Check.text("host", host);
        Check.port("port", port);
        Check.millis("max_sleep_ms", maxSleepMs);
        Check.between("sleep_ms", sleepMs, 1, maxSleepMs);
        Check.between("execute_blocking_pool", executeBlockingPool, 1, MOST_THREADS);
        Check.between("thread_pool", threadPool, 1, MOST_THREADS);
        Check.between("coroutine_pool", coroutinePool, 1, MOST_THREADS);
        Check.between("max_in_flight", maxInFlight, 1, 1_000_000);
        Check.between("drain_ms", drainMs, 0, 600_000);
    }

    /**
     * The same on loopback, at another port.
     *
     * @param newPort 0 lets the system choose
     */
    public LabSettings onLoopback(int newPort) {
        return new LabSettings(
                "127.0.0.1",
                newPort,
                sleepMs,
                maxSleepMs,
                executeBlockingPool,
                threadPool,
                coroutinePool,
                maxInFlight,
                drainMs);
    }

    /**
     * The defaults with some keys changed, e.g. {@code {"port": 0}}.
     *
     * @throws SettingsException for an unknown key, a wrong type or a value out of range
     */
    public static LabSettings of(JsonObject changes) {
        return SettingsReader.section("lab", changes, LabSettings.class);
    }
}

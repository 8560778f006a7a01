package dev.atmar.lab;

import dev.atmar.settings.LabSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The Vert.x instance a lab lives in: one event loop, so that a sleep on it is felt by the lab's every request and by
 * nobody else. Its checker of blocked threads keeps quiet about the sleeps that a request may ask for; that the loop
 * stands still is what {@code /ping} shows.
 */
public final class LabVertx {
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private LabVertx() {}

    /** For a lab with these settings; whoever makes it closes it. */
    public static Vertx create(LabSettings settings) {
        long quietMillis = blockedAfterMillis(settings);
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(true)
                .setMaxEventLoopExecuteTime(quietMillis)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setMaxWorkerExecuteTime(quietMillis)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(quietMillis)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS));
    }

    /** Only a thread that sleeps longer than any request may ask for is worth a warning. */
    static long blockedAfterMillis(LabSettings settings) {
        return settings.maxSleepMs() + MARGIN.toMillis();
    }
}

package dev.atmar.app;

import dev.atmar.settings.BaseUrl;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The simulated upstream in a process of its own. */
public final class LoneSimulator {
    private final Vertx vertx;
    private final String url;

    private LoneSimulator(Vertx vertx, String url) {
        this.vertx = vertx;
        this.url = url;
    }

    /** Fails with a {@code SettingsException} when its port cannot be had. */
    public static Future<LoneSimulator> start(SimulatorSettings settings) {
        Vertx vertx = Loops.start();
        SimulatorVerticle verticle = new SimulatorVerticle(settings);
        Future<LoneSimulator> started = Listening.deploy(vertx, verticle, "simulator", settings.host(), settings.port())
                .map(id -> new LoneSimulator(vertx, BaseUrl.of("http", settings.host(), verticle.port())));
        return Closing.afterFailure(started, vertx::close);
    }

    public String url() {
        return url;
    }

    public Future<Void> stop() {
        return vertx.close();
    }
}

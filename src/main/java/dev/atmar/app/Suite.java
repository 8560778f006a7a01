package dev.atmar.app;

import dev.atmar.bus.Addresses;
import dev.atmar.lab.ComparisonVerticle;
import dev.atmar.lab.LabVertx;
import dev.atmar.lab.SleepLabVerticle;
import dev.atmar.load.LoadVerticle;
import dev.atmar.relay.RelayVerticle;
import dev.atmar.settings.BaseUrl;
import dev.atmar.settings.Settings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Relay, lab and load in one process, the simulator too where it is asked for. The lab has a Vert.x instance of its
 * own with one event loop, so that blocking it is felt there and nowhere else.
 */
public final class Suite {
    /** What closing may take beyond the drain. */
    private static final long GRACE_MILLIS = 2_000;

    private final Settings settings;
    private final Vertx vertx;
    private final Vertx labVertx;
    private final Map<String, String> urls = new LinkedHashMap<>();
    private String relay;
    private String lab;
    private SleepLabVerticle labVerticle;

    private Suite(Settings settings) {
        this.settings = settings;
        this.vertx = Loops.start();
        this.labVertx = LabVertx.create(settings.lab());
    }

    /**
     * Fails with a {@code SettingsException} when a port cannot be had; what was started before is stopped then.
     *
     * @param simulator whether the simulated upstream is part of it
     */
    public static Future<Suite> start(Settings settings, boolean simulator) {
        Suite suite = new Suite(settings);
        Future<Suite> started = suite.deployRelay()
                .compose(relay -> suite.deployLab())
                .compose(lab -> suite.deployLoad())
                .compose(load -> simulator ? suite.deploySimulator() : Future.succeededFuture())
                .map(suite);
        return Closing.afterFailure(started, suite::close);
    }

    /** Where each part listens, by its name. */
    public Map<String, String> urls() {
        return Collections.unmodifiableMap(urls);
    }

    /** The addresses that are served on the event bus. */
    public static List<String> addresses() {
        return List.of(
                Addresses.CHAT,
                Addresses.POST,
                Addresses.LOAD_RUN,
                Addresses.LOAD_START,
                Addresses.LOAD_STATUS,
                Addresses.LOAD_RESULT,
                Addresses.LOAD_CANCEL,
                Addresses.LAB_RUN);
    }

    /**
     * Lets what is in flight finish, new requests being refused, for as long as the settings allow; then ends
     * everything. The simulator and the load client go last, for calls in flight may need them.
     *
     * @return whether everything ended in time; false when something is held up for longer: the process is to be ended
     *     then all the same
     */
    public Future<Boolean> stop() {
        long labMillis = settings.lab().drainMs();
        long boundMillis = Math.max(settings.relay().drainMs(), labMillis) + GRACE_MILLIS;
        vertx.setTimer(labMillis + 1, late -> labVerticle.hurry());
        Future<?> drained = Future.join(vertx.undeploy(relay), labVertx.undeploy(lab));
        return Future.fromCompletionStage(Closing.after(drained, this::close)
                .transform(ended -> Future.succeededFuture(ended.succeeded()))
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(false, boundMillis, TimeUnit.MILLISECONDS));
    }

    private Future<Void> close() {
        return Future.join(vertx.close(), labVertx.close()).mapEmpty();
    }

    private Future<?> deployRelay() {
        RelayVerticle verticle = new RelayVerticle(settings.relay());
        String host = settings.relay().host();
        String scheme = settings.relay().tls() == null ? "http" : "https";
        return Listening.deploy(vertx, verticle, "relay", host, settings.relay().port())
                .onSuccess(id -> relay = id)
                .onSuccess(id -> urls.put("relay", BaseUrl.of(scheme, host, verticle.port())));
    }

    private Future<?> deployLab() {
        labVerticle = new SleepLabVerticle(settings.lab());
        String host = settings.lab().host();
        return Listening.deploy(
                        labVertx, labVerticle, "lab", host, settings.lab().port())
                .onSuccess(id -> lab = id)
                .onSuccess(id -> urls.put("lab", BaseUrl.of("http", host, labVerticle.port())))
                .compose(id -> vertx.deployVerticle(new ComparisonVerticle(settings.lab(), urls.get("lab"))));
    }

    private Future<?> deployLoad() {
        return vertx.deployVerticle(new LoadVerticle(settings.load()));
    }

    private Future<?> deploySimulator() {
        SimulatorVerticle verticle = new SimulatorVerticle(settings.simulator());
        String host = settings.simulator().host();
        return Listening.deploy(
                        vertx, verticle, "simulator", host, settings.simulator().port())
                .onSuccess(id -> urls.put("simulator", BaseUrl.of("http", host, verticle.port())));
    }
}

package dev.atmar.app;

import dev.atmar.bus.Addresses;
import dev.atmar.lab.LabVertx;
import dev.atmar.lab.SleepLabVerticle;
import dev.atmar.load.LoadVerticle;
import dev.atmar.relay.RelayVerticle;
import dev.atmar.settings.LabSettings;
import dev.atmar.settings.LoadSettings;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Everything the demo plays with, in this process, on loopback and on ports the system chooses: three simulated
 * upstreams (one that bears everything, one that slows down, one that refuses), relay, lab and load.
 */
final class DemoStage {
    /** Requests in flight beyond which the upstream that slows down shares its capacity: 300 at once get a quarter. */
    static final int KNEE = 75;

    /** What the account of the upstream that refuses bears. */
    static final int ACCOUNT_LIMIT = 39;

    /** What the accounts bear that bear everything: the relay is told, since a limit that is found takes its time. */
    private static final int PLENTY = 1000;

    private static final String KEY = "sk-demo";
    private static final long LONGEST_RUN_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Scale scale;
    private final Vertx vertx = Loops.start();
    private final Vertx labVertx;
    private final LabSettings labSettings;
    private final WebClient control = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    private String boundless;
    private String sharing;
    private String refusing;
    private String relay;
    private String lab;

    private DemoStage(Scale scale) {
        this.scale = scale;
        this.labSettings = LabSettings.of(new JsonObject().put("port", 0));
        this.labVertx = LabVertx.create(labSettings);
    }

    static Future<DemoStage> open(Scale scale) {
        DemoStage stage = new DemoStage(scale);
        Future<DemoStage> opened = stage.deployUpstreams()
                .compose(upstreams -> stage.deployRelay())
                .compose(relay -> stage.deployLab())
                .compose(lab -> stage.vertx.deployVerticle(new LoadVerticle(LoadSettings.of(new JsonObject()))))
                .map(stage);
        return Closing.afterFailure(opened, stage::close);
    }

    Future<Void> close() {
        return Future.join(vertx.close(), labVertx.close()).mapEmpty();
    }

    String boundless() {
        return boundless;
    }

    String sharing() {
        return sharing;
    }

    String refusing() {
        return refusing;
    }

    String relay() {
        return relay;
    }

    String lab() {
        return lab;
    }

    /** Runs a plan over the event bus, as any program would. */
    Future<JsonObject> load(JsonObject plan) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(LONGEST_RUN_MILLIS);
        return vertx.eventBus()
                .<JsonObject>request(Addresses.LOAD_RUN, plan, options)
                .map(reply -> reply.body().getJsonObject("summary"));
    }

    Future<?> resetStats(String upstream) {
        return control.postAbs(upstream + "/stats/reset").send();
    }

    Future<JsonObject> stats(String upstream) {
        return control.getAbs(upstream + "/stats").send().map(answer -> answer.bodyAsJsonObject());
    }

    private Future<?> deployUpstreams() {
        return upstream(new JsonObject())
                .onSuccess(url -> boundless = url)
                .compose(done -> upstream(new JsonObject().put("knee", KNEE)))
                .onSuccess(url -> sharing = url)
                .compose(done -> upstream(new JsonObject().put("account_limit", ACCOUNT_LIMIT)))
                .onSuccess(url -> refusing = url);
    }

    private Future<String> upstream(JsonObject changes) {
        changes.put("port", 0).put("latency_ms", scale.of(13_000)).put("spread_ms", scale.of(3_000));
        SimulatorVerticle simulator = new SimulatorVerticle(SimulatorSettings.of(changes));
        return vertx.deployVerticle(simulator).map(id -> "http://127.0.0.1:" + simulator.port());
    }

    private Future<?> deployRelay() {
        RelayVerticle verticle = new RelayVerticle(RelaySettings.of(relaySettings()));
        return vertx.deployVerticle(verticle).onSuccess(id -> relay = "http://127.0.0.1:" + verticle.port());
    }

    private JsonObject relaySettings() {
        JsonArray accounts = new JsonArray()
                .add(account("boundless", boundless, PLENTY))
                .add(account("sharing", sharing, PLENTY))
                .add(account("refusing", refusing, ACCOUNT_LIMIT));
        return new JsonObject()
                .put("port", 0)
                .put("accounts", accounts)
                .put("deepseek", new JsonObject().put("url", boundless + "/v1"))
                .put("access_log", false);
    }

    private static JsonObject account(String name, String upstream, Object limit) {
        return new JsonObject()
                .put("name", name)
                .put("url", upstream + "/v1")
                .put("keys", new JsonArray(List.of(KEY)))
                .put("limit", limit);
    }

    private Future<?> deployLab() {
        SleepLabVerticle verticle = new SleepLabVerticle(labSettings);
        return labVertx.deployVerticle(verticle).onSuccess(id -> lab = "http://127.0.0.1:" + verticle.port());
    }
}

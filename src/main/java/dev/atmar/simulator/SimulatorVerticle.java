package dev.atmar.simulator;

import dev.atmar.http.Answers;
import dev.atmar.http.Drain;
import dev.atmar.http.Front;
import dev.atmar.http.InvalidRequests;
import dev.atmar.settings.SettingsException;
import dev.atmar.settings.SimulatorSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A DeepSeek without a bill: latency, account limits, streaming and every fault that was seen in the field, all drawn
 * from one seed. One instance: its one event loop owns all state, so counts are exact. Starting it fails with a {@link
 * SettingsException} for a fault that does not exist; stopping it cuts what is in flight.
 */
public final class SimulatorVerticle extends VerticleBase {
    /** Thousands of callers may connect in the same instant. */
    private static final int ACCEPT_BACKLOG = 8192;

    /** On one connection of HTTP/2, all of which may be given up at once. */
    private static final int MAX_STREAMS = 1000;

    private SimulatorSettings settings;
    private Stats stats;
    private HttpServer server;

    /** An upstream as these settings have it. */
    public SimulatorVerticle(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** Reads the section {@code simulator}, or what of it is to differ from the defaults, from {@code config()}. */
    public SimulatorVerticle() {}

    @Override
    public Future<?> start() {
        if (settings == null) {
            settings = SimulatorSettings.of(config());
        }
        Conditions conditions = new Conditions(settings);
        SharedCapacity capacity =
                new SharedCapacity(SharedCapacity.Timers.of(vertx), System::nanoTime, settings.knee());
        stats = new Stats(settings.maxAccounts());
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS))
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_STREAMS);
        server = vertx.createHttpServer(options)
                .requestHandler(routes(conditions, capacity))
                .invalidRequestHandler(InvalidRequests::refuse);
        return server.listen(settings.port(), settings.host());
    }

    /** The port it listens on, once started; the one the system chose when the settings say 0. */
    public int port() {
        return server.actualPort();
    }

    /** The {@link Admission} bounds what is in flight, so that statistics and control are served however full it is. */
    private Router routes(Conditions conditions, SharedCapacity capacity) {
        Router router = Front.router(vertx, new Drain(vertx, Integer.MAX_VALUE));
        String chat = path("/chat/completions");
        router.getWithRegex(path("/models")).handler(Desk::models);
        router.getWithRegex(path("/user/balance")).handler(Desk::balance);
        router.getWithRegex(path("/stats")).handler(this::tell);
        router.postWithRegex(chat).handler(new Admission(conditions, stats)::handle);
        Front.jsonBodies(vertx, router, settings.maxBodyBytes());
        router.postWithRegex(chat).handler(new ChatCompletions(capacity, stats)::handle);
        router.postWithRegex(path("/stats/reset")).handler(this::reset);
        router.postWithRegex(path("/control")).handler(new Control(conditions, capacity)::handle);
        return router;
    }

    /** With and without {@code /v1} before it and a slash after it. */
    private static String path(String path) {
        return "(?:/v1)?" + path + "/?";
    }

    private void reset(RoutingContext context) {
        stats.reset();
        tell(context);
    }

    private void tell(RoutingContext context) {
        Answers.json(context.response(), 200, stats.toJson().toBuffer());
    }
}

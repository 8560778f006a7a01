package dev.atmar.lab;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Drain;
import dev.atmar.http.Front;
import dev.atmar.http.InvalidRequests;
import dev.atmar.settings.LabSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Routes that sleep, each in a {@link Way} of its own, and {@code /ping}, which does not and so feels whoever holds the
 * event loop. The answer is {@code "ok"}; its header {@code x-running} tells how many sleeps of this way ran when this
 * one began, itself included, so that the greatest over a volley is how many really ran at once.
 *
 * <p>One route blocks the event loop on purpose: deploy it in a Vert.x of its own, see {@link LabVertx}.
 */
public final class SleepLabVerticle extends VerticleBase {
    private static final String RUNNING = "x-running";
    private static final Buffer OK = Buffer.buffer("\"ok\"");
    private static final Duration LAST_BYTES = Duration.ofSeconds(1);

    /** For what came while the event loop slept to be read, and refused, before its connections are closed. */
    private static final Duration LAST_REQUESTS = Duration.ofMillis(50);

    private final Hurry hurry = new Hurry();
    private LabSettings settings;
    private Drain drain;
    private HttpServer server;

    /** Sleeps begun or queued whose end has not come; those whose caller has left are counted still. */
    private int pending;

    /** A lab with these settings. */
    public SleepLabVerticle(LabSettings settings) {
        this.settings = settings;
    }

    /** Reads {@code config()} as {@link LabSettings#of} does. */
    public SleepLabVerticle() {}

    @Override
    public Future<?> start() {
        settings = settings == null ? LabSettings.of(config()) : settings;
        drain = new Drain(vertx, settings.maxInFlight());
        return Sleeps.open(vertx, settings, hurry).map(this::router).compose(this::listen);
    }

    /** The port really bound; to be asked once deployed. */
    public int port() {
        return server.actualPort();
    }

    /**
     * Ends the sleep on the event loop, if any, and has those that wait for the loop refused instead: 503 {@code draining},
     * from now on. May be called from any thread. To be called when undeploying has taken {@code drain_ms} already: the
     * loop comes to {@link #stop} only after all that was sent to it before, one sleep after the other.
     */
    public void hurry() {
        hurry.ask();
    }

    /** Takes at most {@code drain_ms} and a second once the event loop comes to it; a second after {@link #hurry}. */
    @Override
    public Future<?> stop() {
        Duration bound = hurry.isAsked() ? Duration.ZERO : Duration.ofMillis(settings.drainMs());
        return drain.drain(bound)
                .compose(done -> vertx.timer(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS))
                .compose(done -> server.shutdown(LAST_BYTES.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Router router(Map<Way, Sleep> sleeps) {
        Router router = Front.router(vertx, drain);
        sleeps.forEach((way, sleep) -> router.route(way.path())
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(context -> answer(context, sleep)));
        router.route("/ping")
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(context -> Answers.json(context.response(), 200, OK));
        return router;
    }

    private Future<HttpServer> listen(Router router) {
        HttpServerOptions options =
                new HttpServerOptions().setHost(settings.host()).setPort(settings.port());
        server = vertx.createHttpServer(options).requestHandler(router).invalidRequestHandler(InvalidRequests::refuse);
        return server.listen();
    }

    private void answer(RoutingContext context, Sleep sleep) {
        long millis = millis(context.queryParams().get("ms"));
        enter();
        Cancellation caller = new Cancellation();
        context.addEndHandler(ended -> caller.cancel());
        Future.succeededFuture()
                .compose(begin -> sleep.sleep(millis, caller))
                .onComplete(over -> pending--)
                .onSuccess(running -> ok(context, running))
                .onFailure(failure -> Answers.error(context.response(), failure));
    }

    private static void ok(RoutingContext context, int running) {
        if (!context.response().closed()) {
            context.response().putHeader(RUNNING, Integer.toString(running));
            Answers.json(context.response(), 200, OK);
        }
    }

    private long millis(String text) {
        if (text == null) {
            return settings.sleepMs();
        }
        long millis = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
        if (millis < 1 || millis > settings.maxSleepMs()) {
            throw ApiException.badRequest(
                    "ms", "value: " + text + " (expected: 1 to " + settings.maxSleepMs() + ", milliseconds)");
        }
        return millis;
    }

    /** A caller who leaves is not in flight any more, but his sleep still waits for a thread. */
    private void enter() {
        if (pending >= settings.maxInFlight()) {
            throw ApiException.busy(503, "overloaded", "too many sleeps wait here", 1);
        }
        pending++;
    }
}

package dev.atmar.relay;

import dev.atmar.bus.Addresses;
import dev.atmar.bus.Consumers;
import dev.atmar.http.Answers;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Drain;
import dev.atmar.http.Front;
import dev.atmar.http.InvalidRequests;
import dev.atmar.http.Loopback;
import dev.atmar.http.Room;
import dev.atmar.relay.watch.CallRecord;
import dev.atmar.relay.watch.MetricsRoute;
import dev.atmar.relay.watch.Watch;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One event loop of the relay: its server, its upstream client and its event-bus consumers. */
final class RelayInstance extends VerticleBase {
    private static final int BACKLOG = 8192;

    private final RelaySettings settings;
    private final int requestedPort;
    private final int instances;
    private final Room room;
    private final BodyRoom bodies;
    private final int mostHeldBack;
    private final Shared shared;
    private Drain drain;
    private Visits visits;
    private Watch watch;
    private HttpServer server;

    /**
     * @param instances of this relay, each of which has its part of what is bounded for all together
     * @param heap this one's part of it
     */
    RelayInstance(RelaySettings settings, int port, int instances, HeapRoom heap, Shared shared) {
        this.settings = settings;
        this.requestedPort = port;
        this.instances = instances;
        this.room = new Room(heap.callBytes());
        this.bodies = new BodyRoom(heap.bodyBytes());
        this.mostHeldBack = heap.heldBack();
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        drain = new Drain(vertx, part(settings.maxRequests()), room, HeapRoom.REQUEST_BYTES);
        watch = new Watch(shared.metrics(), settings.accessLog());
        Upstream upstream = Upstream.of(vertx, settings, part(settings.maxConnections()), room, bodies);
        visits = new Visits(vertx, settings.requestMs(), settings.idleMs(), room);
        ChatRelay relay = new ChatRelay(vertx, settings, shared.accounts(), shared.guard(), upstream);
        Chat chat = new Chat(relay);
        Post post = new Post(vertx, upstream, shared.guard(), shared.targets(), settings);
        serveBus(chat, post);
        SlowCallers slow = new SlowCallers(vertx, DirectMemory.ofNetty(), mostHeldBack);
        server = Arrivals.server(vertx, options(), channel -> {
                    visits.opened(channel);
                    slow.opened(channel);
                })
                .invalidRequestHandler(this::refuse)
                .requestHandler(routes(chat, post, relay));
        return server.listen(requestedPort, settings.host());
    }

    private int part(int ofAll) {
        return Math.max(1, ofAll / instances);
    }

    int port() {
        return server.actualPort();
    }

    /** Goes on listening, and answers 503, until what is in flight has ended or the bound has passed. */
    @Override
    public Future<?> stop() {
        return drain.drain(Duration.ofMillis(settings.drainMs())).compose(drained -> close());
    }

    private Future<Void> close() {
        watch.closing();
        return server.close();
    }

    private void refuse(HttpServerRequest unreadable) {
        InvalidRequests.refuse(unreadable);
        watch.refused(unreadable);
    }

    private Router routes(Chat chat, Post post, ChatRelay relay) {
        BaselineChat baseline = new BaselineChat(vertx, settings, shared);
        ChatCompletions completions = new ChatCompletions(relay);
        Models models = new Models(settings, shared.accounts(), relay.upstream());
        Access access = new Access(settings);
        Router router = Front.router(vertx, drain, first -> inFront(first, access));
        router.route().handler(access);
        Front.jsonBodies(vertx, router, settings.maxBodyBytes(), settings.requestMs(), bodies);
        Front.only(router, HttpMethod.POST, "/deepseek", baseline::handle);
        Front.only(router, HttpMethod.POST, "/a_deepseek", chat::handle);
        Front.only(router, HttpMethod.POST, "/atmar", post::handle);
        for (String base : List.of("/v1", "")) {
            Front.only(router, HttpMethod.POST, base + "/chat/completions", completions::handle);
            Front.only(router, HttpMethod.GET, base + "/models", models::handle);
            Front.only(router, HttpMethod.GET, base + "/models/*", models::handle);
        }
        return router;
    }

    /** What sees every request, and the numbers, which are still told while it drains. */
    private void inFront(Router router, Access access) {
        router.route().handler(visits);
        router.route().handler(watch).failureHandler(watch);
        router.route().handler(new TakenInTime(settings.idleMs()));
        router.route().handler(new InTurn());
        if (Loopback.isHost(settings.host())) {
            router.route().handler(new SameMachine());
        }
        router.route("/metrics").handler(access);
        Front.only(router, HttpMethod.GET, "/metrics", new MetricsRoute(shared.metrics(), shared.metricsPool()));
    }

    private void serveBus(Chat chat, Post post) {
        serve(Addresses.CHAT, chat::reply);
        serve(Addresses.POST, post::reply);
    }

    private void serve(String address, BiFunction<BusBody, CallRecord, Future<?>> service) {
        Consumers.serve(
                vertx,
                address,
                message -> watch.watched(
                        address,
                        call -> drain.count(
                                () -> held(BusBody.of(message.body()), body -> service.apply(body, call)))));
    }

    private Future<Object> held(BusBody body, Function<BusBody, Future<?>> service) {
        return bodies.hold(body.bytes(), () -> service.apply(body).map(reply -> reply));
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setStrictThreadMode(true)
                .setMaxChunkSize(Answers.PIECE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        Multiplexing.serve(options);
        Certificates.apply(settings, options);
        return options;
    }
}

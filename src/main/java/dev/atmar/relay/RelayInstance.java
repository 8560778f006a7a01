package dev.atmar.relay;

import dev.atmar.bus.Addresses;
import dev.atmar.bus.Consumers;
import dev.atmar.http.Drain;
import dev.atmar.http.Front;
import dev.atmar.http.InvalidRequests;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;

/** One event loop of the relay: its server, its upstream client and its event-bus consumers. */
final class RelayInstance extends VerticleBase {
    private static final int BACKLOG = 8192;

    private final RelaySettings settings;
    private final int requestedPort;
    private final int maxConnections;
    private final Shared shared;
    private Drain drain;
    private HttpServer server;

    /**
     * @param maxConnections this instance's part of those to one upstream host
     */
    RelayInstance(RelaySettings settings, int port, int maxConnections, Shared shared) {
        this.settings = settings;
        this.requestedPort = port;
        this.maxConnections = maxConnections;
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        drain = new Drain(vertx, Integer.MAX_VALUE);
        Upstream upstream = Upstream.of(vertx, settings, maxConnections);
        BaselineChat baseline = new BaselineChat(vertx, settings, shared);
        Chat chat = new Chat(vertx, settings, shared.accounts(), upstream);
        Post post = new Post(vertx, upstream, shared.guard(), shared.targets(), settings);
        serveBus(chat, post);
        server = vertx.createHttpServer(options())
                .invalidRequestHandler(InvalidRequests::refuse)
                .requestHandler(routes(baseline, chat, post));
        return server.listen(requestedPort, settings.host());
    }

    int port() {
        return server.actualPort();
    }

    /** Goes on listening, and answers 503, until what is in flight has ended or the bound has passed. */
    @Override
    public Future<?> stop() {
        return drain.drain(Duration.ofMillis(settings.drainMs())).compose(drained -> server.close());
    }

    private Router routes(BaselineChat baseline, Chat chat, Post post) {
        Router router = Front.router(vertx, drain);
        router.route().handler(new Access(settings));
        Front.jsonBodies(router, settings.maxBodyBytes(), settings.requestMs());
        Front.only(router, HttpMethod.POST, "/deepseek", baseline::handle);
        Front.only(router, HttpMethod.POST, "/a_deepseek", chat::handle);
        Front.only(router, HttpMethod.POST, "/atmar", post::handle);
        return router;
    }

    private void serveBus(Chat chat, Post post) {
        Consumers.serve(vertx, Addresses.CHAT, message -> drain.count(() -> chat.reply(message.body())));
        Consumers.serve(vertx, Addresses.POST, message -> drain.count(() -> post.reply(message.body())));
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions().setAcceptBacklog(BACKLOG);
        Certificates.apply(settings, options);
        return options;
    }
}

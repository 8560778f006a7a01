package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Room;
import dev.atmar.http.WebAddress;
import dev.atmar.relay.guard.Target;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that has nothing of the relay but its deliveries: {@code /v1}, {@code /unchanged} and {@code /content} ask the
 * test's upstreams, one after the other, until one has begun or succeeded.
 */
final class Deliveries {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Upstream upstream;
    private final RelaySettings settings;
    private final List<String> upstreams;
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private HttpServer server;

    private Deliveries(Vertx vertx, RelaySettings settings, BodyRoom room, String... upstreams) {
        this.upstream = Upstream.of(vertx, settings, 10, Room.unbounded(), room);
        this.settings = settings;
        this.upstreams = List.of(upstreams);
    }

    static Deliveries from(Vertx vertx, String... upstreams) {
        return from(vertx, new JsonObject(), upstreams);
    }

    static Deliveries from(Vertx vertx, JsonObject changes, String... upstreams) {
        return from(vertx, changes, BodyRoom.unbounded(), upstreams);
    }

    static Deliveries from(Vertx vertx, JsonObject changes, BodyRoom room, String... upstreams) {
        Deliveries deliveries = new Deliveries(vertx, Relay.settings(changes), room, upstreams);
        deliveries.server = Await.await(
                vertx.createHttpServer().requestHandler(deliveries::serve).listen(0, "127.0.0.1"));
        return deliveries;
    }

    private void serve(HttpServerRequest request) {
        Cancellation caller = Caller.of(request.response());
        request.response().putHeader("x-request-id", "the-relays-own");
        request.body().onSuccess(body -> {
            if (request.path().equals("/content")) {
                ContentDelivery delivery = ContentDelivery.http(request.response(), settings, head -> {}, this::used);
                attempt(delivery, caller, 0)
                        .onSuccess(content -> Answers.json(request.response(), 200, content.toBuffer()))
                        .onComplete(this::over);
            } else {
                attempt(delivery(request), caller, 0).onComplete(this::over);
            }
        });
    }

    private ChatDelivery delivery(HttpServerRequest request) {
        return request.path().equals("/v1")
                ? ChatDelivery.compatible(request, settings, Deliveries::timing, this::used)
                : ChatDelivery.unchanged(request, settings, Deliveries::timing, this::used);
    }

    private static void timing(HttpServerResponse out) {
        out.headers().add("x-before-head", out.headWritten() ? "late" : "in time");
    }

    private <T> Future<T> attempt(Delivery<T> delivery, Cancellation caller, int next) {
        return ask(upstreams.get(next), caller).compose(delivery::deliver).recover(failure -> {
            if (!delivery.begun() && next + 1 < upstreams.size()) {
                return attempt(delivery, caller, next + 1);
            }
            delivery.fail(failure);
            return Future.failedFuture(failure);
        });
    }

    private Future<Exchange> ask(String url, Cancellation caller) {
        return upstream.post(
                Target.trusted(WebAddress.of("url", url)),
                MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer("{}"),
                Patience.of(settings.totalMs()),
                caller);
    }

    private void used(long prompt, long completion) {
        outcomes.add(prompt + " in, " + completion + " out");
    }

    private void over(AsyncResult<?> end) {
        outcomes.add(end.succeeded() ? "delivered" : "failed");
    }

    /** What was noted next: the tokens that were used, or how a delivery ended. */
    String outcome() {
        try {
            return String.valueOf(outcomes.poll(Await.SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return server.actualPort();
    }

    HttpResponse<String> post(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return Await.await(CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }
}

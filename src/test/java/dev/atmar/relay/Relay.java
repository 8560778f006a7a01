package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A relay on a port of its own, with an ordinary client of it that knows nothing of Vert.x. */
final class Relay {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(SelfSigned.trusting())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Vertx vertx;
    private final RelayVerticle verticle;
    private final String id;
    private final String scheme;

    private Relay(Vertx vertx, RelayVerticle verticle, String id, boolean tls) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.id = id;
        this.scheme = tls ? "https" : "http";
    }

    static Relay deploy(Vertx vertx) {
        return deploy(vertx, new JsonObject());
    }

    /** One instance without accounts, but for what {@code changes} says. */
    static Relay deploy(Vertx vertx, JsonObject changes) {
        RelayVerticle verticle = new RelayVerticle(settings(changes));
        return new Relay(vertx, verticle, Await.await(vertx.deployVerticle(verticle)), changes.containsKey("tls"));
    }

    static RelaySettings settings(JsonObject changes) {
        JsonObject settings = new JsonObject()
                .put("port", 0)
                .put("instances", 1)
                .put("accounts", new JsonArray())
                .put("access_log", false);
        return RelaySettings.of(settings.mergeIn(changes));
    }

    /**
     * Returns when all that other sockets sent before has been seen by the relay's one loop: what was there before
     * the first of two requests is handled in the same turn as it, and so before the second.
     */
    void settle() {
        get("/health/live");
        get("/health/live");
    }

    int port() {
        return verticle.port();
    }

    String url(String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    Future<Void> undeploy() {
        return vertx.undeploy(id);
    }

    HttpResponse<String> post(String path, Object json, String... headers) {
        return Await.await(postLater(path, json, headers));
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, Object json, String... headers) {
        HttpRequest.Builder request = to(path, headers).POST(HttpRequest.BodyPublishers.ofString(json.toString()));
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(to(path, headers).GET().build());
    }

    static HttpResponse<String> send(HttpRequest request) {
        return Await.await(CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }

    /** A request with a JSON content-type, unless {@code headers} names one. */
    HttpRequest.Builder to(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(Await.SECONDS));
        request.setHeader("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }
}

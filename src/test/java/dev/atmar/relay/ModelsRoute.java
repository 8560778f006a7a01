package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.BodyRoom;
import dev.atmar.http.Drain;
import dev.atmar.http.Front;
import dev.atmar.http.Room;
import dev.atmar.relay.account.Accounts;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The route of {@link Models} alone, on one loop, with an ordinary client of it. */
final class ModelsRoute extends VerticleBase {
    static final String KEY = "sk-configured-31415";

    /** A list of two, {@code a} and {@code org/b}, among what is none. */
    static final String TWO = "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"created\":7,\"owned_by\":\"them\"},"
            + "{\"id\":\"org/b\"},{\"x\":1},7,null]}";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RelaySettings settings;
    private final LongSupplier nanoTime;
    private HttpServer server;

    private ModelsRoute(RelaySettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    static ModelsRoute deploy(Vertx vertx, JsonObject changes, LongSupplier nanoTime, JsonObject... accounts) {
        JsonObject all = changes.put("accounts", new JsonArray(List.of(accounts)));
        ModelsRoute route = new ModelsRoute(Relay.settings(all), nanoTime);
        Await.await(vertx.deployVerticle(route));
        return route;
    }

    /** An account's settings. */
    static JsonObject account(String url, String... models) {
        return new JsonObject()
                .put("name", "main")
                .put("url", url)
                .put("keys", new JsonArray().add(KEY))
                .put("models", new JsonArray(List.of(models)));
    }

    /** Of the models in a good answer. */
    static List<String> ids(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("data").stream()
                        .map(model -> ((JsonObject) model).getString("id"))
                        .toList();
    }

    @Override
    public Future<?> start() {
        Accounts accounts = Accounts.of(vertx, settings);
        Models models = new Models(
                settings, accounts, Upstream.of(vertx, settings, 10, Room.unbounded(), BodyRoom.unbounded()), nanoTime);
        Router router = Front.router(vertx, new Drain(vertx, 100));
        Front.only(router, HttpMethod.GET, "/v1/models/*", models::handle);
        Front.only(router, HttpMethod.GET, "/models/*", models::handle);
        server = vertx.createHttpServer().requestHandler(router);
        return server.listen(0, "127.0.0.1");
    }

    HttpResponse<String> get(String path, String... headers) {
        return Await.await(getLater(path, headers));
    }

    CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(Await.SECONDS));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }
}

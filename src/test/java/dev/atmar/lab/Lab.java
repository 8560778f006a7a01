package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.settings.LabSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A lab in a Vert.x of its own on a port the system chose, and a client outside of it. */
final class Lab implements AutoCloseable {
    private static final int CONNECTIONS = 2000;

    final LabSettings settings;
    final Vertx vertx;
    final SleepLabVerticle verticle;
    final String id;
    final WebClient client;

    private Lab(Vertx outside, JsonObject changes) {
        settings = LabSettings.of(changes.copy().put("port", 0));
        vertx = LabVertx.create(settings);
        verticle = new SleepLabVerticle(settings);
        id = done(vertx.deployVerticle(verticle));
        client = WebClient.create(
                outside,
                new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(verticle.port()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    static Lab start(Vertx outside) {
        return start(outside, new JsonObject());
    }

    static Lab start(Vertx outside, JsonObject changes) {
        return new Lab(outside, changes);
    }

    String url() {
        return "http://127.0.0.1:" + verticle.port();
    }

    HttpResponse<Buffer> get(String uri) {
        return done(client.get(uri).send());
    }

    HttpResponse<Buffer> call(HttpMethod method, String uri) {
        return done(client.request(method, uri).send());
    }

    Future<HttpResponse<Buffer>> send(String uri) {
        return client.get(uri).send();
    }

    List<HttpResponse<Buffer>> volley(int size, String uri) {
        List<Future<HttpResponse<Buffer>>> all =
                Stream.generate(() -> send(uri)).limit(size).toList();
        return done(Future.all(all)).list();
    }

    static int running(HttpResponse<Buffer> answer) {
        return Integer.parseInt(answer.getHeader("x-running"));
    }

    static int mostRunning(List<HttpResponse<Buffer>> answers) {
        return answers.stream().mapToInt(Lab::running).max().orElseThrow();
    }

    static JsonObject error(HttpResponse<Buffer> answer) {
        return answer.bodyAsJsonObject().getJsonObject("error");
    }

    /** A request to be made with a client of the test's own, which can then leave. */
    RequestOptions request(String uri) {
        return new RequestOptions().setAbsoluteURI(url() + uri);
    }

    /** Waits until the lab shows it; each look is a call to the lab, so that this does not spin. */
    static void until(String what, BooleanSupplier shown) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!shown.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute, without: " + what).isLessThan(deadline);
        }
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within a minute", e);
        }
    }

    @Override
    public void close() {
        client.close();
        done(vertx.close());
    }
}

package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code serve} as a process: what it prints, what it answers, and how it ends. */
class ServeIT {
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void printsWhereEachPartListens_andAnswersThere() throws Exception {
        try (AtmarProcess serve = serve()) {
            assertThat(get(serve.url("relay") + "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(serve.url("relay") + "/health/ready").body()).contains("ready");
            assertThat(get(serve.url("lab") + "/ping").body()).isEqualTo("\"ok\"");
            assertThat(get(serve.url("simulator") + "/stats").body()).contains("\"requests\":0");
            HttpResponse<String> answer = post(serve, "/a_deepseek/").get(30, TimeUnit.SECONDS);
            assertThat(new JsonObject(answer.body()).getString("content")).isNotBlank();
        }
    }

    @Test
    void json_isOneObjectAlone() throws Exception {
        try (AtmarProcess serve = serve("--json")) {
            JsonObject urls = new JsonObject(serve.awaitOut(line -> true));
            assertThat(urls.fieldNames()).contains("relay", "lab", "simulator", "event_bus");
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.out().lines()).hasSize(1);
        }
    }

    @Test
    void sigterm_letsTheCallInFlightFinish_andRefusesNewOnes() throws Exception {
        try (AtmarProcess serve = serve("--set=simulator.latency_ms=3000")) {
            CompletableFuture<HttpResponse<String>> slow = post(serve, "/a_deepseek/");
            awaitInFlight(serve, 1);
            serve.terminate();
            HttpResponse<String> refused = awaitRefusal(serve);
            assertThat(refused.headers().firstValue("connection")).hasValue("close");
            assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("code"))
                    .isEqualTo("draining");
            assertThat(get(serve.url("relay") + "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(serve.url("relay") + "/health/live").statusCode()).isEqualTo(200);
            assertThat(slow.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err()).doesNotContain("ERROR", "WARN", "Exception");
        }
    }

    @Test
    void sigterm_withNothingInFlight_endsAtOnce() throws Exception {
        try (AtmarProcess serve = serve()) {
            serve.url("relay");
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
        }
    }

    @Test
    void theBoundOfTheDrain_endsACallThatLastsLonger() throws Exception {
        try (AtmarProcess serve = serve("--set=simulator.latency_ms=600000", "--set=relay.drain_ms=300")) {
            CompletableFuture<HttpResponse<String>> endless = post(serve, "/a_deepseek/");
            awaitInFlight(serve, 1);
            serve.terminate();
            serve.exitCode();
            assertThat(endless).failsWithin(A_WHILE);
        }
    }

    /** A minute of sleeps is queued on the lab's only event loop; the stop waits for its bounds and not for them. */
    @Test
    void aBlockedLab_doesNotHoldUpTheStop() throws Exception {
        try (AtmarProcess serve = serve("--set=relay.drain_ms=100", "--set=lab.drain_ms=100")) {
            String lab = serve.url("lab");
            for (int sleeper = 0; sleeper < 20; sleeper++) {
                client.sendAsync(
                        HttpRequest.newBuilder(URI.create(lab + "/sleep/blocking?ms=3000"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            }
            client.sendAsync(
                    HttpRequest.newBuilder(URI.create(lab + "/ping")).build(), HttpResponse.BodyHandlers.ofString());
            serve.terminate();
            assertThat(serve.onExit()).succeedsWithin(A_WHILE);
            assertThat(serve.exitCode()).isZero();
        }
    }

    @Test
    void health_tellsReadyFromNotReachable() throws Exception {
        try (AtmarProcess serve = serve()) {
            String relay = serve.url("relay");
            try (AtmarProcess health = AtmarProcess.start("health", "--url", relay)) {
                assertThat(health.exitCode()).isZero();
                assertThat(health.out()).isEqualTo(relay + ": ready");
            }
            serve.terminate();
            serve.exitCode();
            try (AtmarProcess health = AtmarProcess.start("health", "--url", relay, "--json")) {
                assertThat(health.exitCode()).isEqualTo(1);
                assertThat(new JsonObject(health.out()).getString("status")).isEqualTo("not reachable");
            }
        }
    }

    private static AtmarProcess serve(String... more) {
        String[] arguments = new String[more.length + 8];
        System.arraycopy(
                new String[] {
                    "serve",
                    "--simulate",
                    "--set=relay.port=0",
                    "--set=lab.port=0",
                    "--set=simulator.port=0",
                    "--set=relay.accounts=[]",
                    "--set=simulator.latency_ms=50",
                    "--set=simulator.spread_ms=0"
                },
                0,
                arguments,
                0,
                8);
        System.arraycopy(more, 0, arguments, 8, more.length);
        return AtmarProcess.start(arguments);
    }

    private CompletableFuture<HttpResponse<String>> post(AtmarProcess serve, String path) throws InterruptedException {
        String body = new JsonObject()
                .put("url", serve.url("simulator") + "/v1")
                .put("api_key", "sk-test")
                .put("model", "deepseek-flash")
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", "why?")))
                .encode();
        HttpRequest request = HttpRequest.newBuilder(URI.create(serve.url("relay") + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private void awaitInFlight(AtmarProcess serve, int calls) throws Exception {
        long deadline = System.nanoTime() + A_WHILE.toNanos();
        while (new JsonObject(get(serve.url("simulator") + "/stats").body()).getInteger("inflight") < calls) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    /** The signal takes a moment to arrive. */
    private HttpResponse<String> awaitRefusal(AtmarProcess serve) throws Exception {
        long deadline = System.nanoTime() + A_WHILE.toNanos();
        while (System.nanoTime() < deadline) {
            HttpResponse<String> answer = get(serve.url("relay") + "/none");
            if (answer.statusCode() == 503) {
                return answer;
            }
        }
        throw new AssertionError("never refused");
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(A_WHILE).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new AssertionError("not listening: " + url, e);
        }
    }
}

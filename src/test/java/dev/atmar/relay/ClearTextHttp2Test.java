package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Callers who speak HTTP/2, in clear text and over TLS, and those who only offer it. */
@ExtendWith(VertxExtension.class)
final class ClearTextHttp2Test {
    private static final int MANY = 2000;

    private Vertx vertx;
    private HttpClient client;

    @BeforeEach
    void open(Vertx given) {
        vertx = given;
        client = vertx.createHttpClient(Frames.priorKnowledge(), new PoolOptions().setHttp2MaxSize(4));
    }

    @Test
    void manyStreamsAtOnce_areAllAnswered_overHttp2OnBothSides() {
        Backend backend = Backend.silent(vertx);
        JsonObject account =
                Pool.account("main", backend.url()).put("http", "2").put("limit", MANY);
        Relay relay = Pool.deploy(vertx, new JsonObject().put("connect_ms", 30_000), account);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(ask(relay).compose(answer -> answer.body().map(answer.statusCode())));
        }
        List<Backend.Call> calls = new ArrayList<>();
        while (calls.size() < MANY) {
            calls.add(backend.next());
        }
        calls.forEach(call -> call.answer(200, Backend.COMPLETION));
        Await.await(Future.all(answers));
        assertThat(answers).allMatch(answer -> answer.result() == 200);
        assertThat(backend.peak()).as("all of them at once").isEqualTo(MANY);
        assertThat(backend.connections()).as("upstream's connections").isLessThanOrEqualTo(20_000 / 100);
        Pool.awaitFree(relay, "main");
    }

    @Test
    void eventStream_comesPieceByPiece() {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        Promise<Buffer> first = Promise.promise();
        Promise<Void> end = Promise.promise();
        ask(relay, Pool.stream())
                .onSuccess(answer -> answer.handler(first::tryComplete).endHandler(end::complete))
                .onFailure(first::fail);
        Backend.Call call = backend.next();
        HttpServerResponse stream = call.response(200, "content-type", "text/event-stream");
        String event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
        call.loop().runOnContext(now -> stream.setChunked(true).write(event));
        assertThat(Await.await(first.future()).toString()).contains("hi");
        call.loop().runOnContext(now -> stream.end("data: [DONE]\n\n"));
        Await.await(end.future());
    }

    @Test
    void callerWhoResetsItsStream_resetsTheUpstreamAndFreesItsPlace() {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        HttpClientRequest request = Await.await(client.request(HttpMethod.POST, relay.port(), "127.0.0.1", Pool.PATH));
        request.exceptionHandler(reset -> {});
        request.putHeader("content-type", "application/json").send(Pool.ask().encode());
        Backend.Call call = backend.next();
        request.reset();
        Await.await(call.closed());
        Pool.awaitFree(relay, "main");
    }

    @Test
    void oneStreamThatNobodyReads_doesNotStallTheOthers() {
        Backend big = Backend.json(vertx, 200, "\"" + "x".repeat(4 << 20) + "\"");
        Backend small = Backend.json(vertx, 200, "{}");
        Relay relay = Relay.deploy(vertx);
        HttpClient one = vertx.createHttpClient(
                Frames.priorKnowledge().setHttp2ConnectionWindowSize(1 << 20).setKeepAlive(true));
        Future<HttpClientResponse> unread = post(one, relay, big).onSuccess(HttpClientResponse::pause);
        HttpClientResponse slow = Await.await(unread);
        for (int i = 0; i < 20; i++) {
            HttpClientResponse fast = Await.await(post(one, relay, small));
            assertThat(fast.request().connection()).isSameAs(slow.request().connection());
        }
        Future<Buffer> rest = slow.body();
        slow.resume();
        assertThat(Await.await(rest).length()).isEqualTo((4 << 20) + 2);
    }

    @Test
    void headersThatAreTooLong_areRefusedAndTheConnectionGoesOn() throws IOException {
        Relay relay = Relay.deploy(vertx);
        Buffer block = Buffer.buffer(Frames.get("/health/live"));
        for (int i = 0; i < 200; i++) {
            block.appendBytes(Frames.block("x-header-" + i, "some value of some length"));
        }
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(Frames.hello());
            caller.send(Frames.of(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, block.getBytes()));
            assertThat(Frames.readUntil(caller, Frames.HEADERS, 1))
                    .as("431, which is short")
                    .hasSizeLessThan(20);
            caller.send(
                    Frames.of(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 3, Frames.get("/health/live")));
            assertThat(Frames.readUntil(caller, Frames.DATA, 3)).asString().contains("live");
        }
    }

    @Test
    void oneStreamTooMany_isAnswered503() {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("max_requests", 1));
        Future<HttpClientResponse> first = post(relay, backend);
        Backend.Call call = backend.next();
        assertThat(Await.await(post(relay, backend)).statusCode()).isEqualTo(503);
        call.answer(200, "{}");
        assertThat(Await.await(first).statusCode()).isEqualTo(200);
    }

    @Test
    void stopping_letsStreamsInFlightEndAndRefusesNewOnes() {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx);
        Future<HttpClientResponse> first = post(relay, backend);
        Backend.Call call = backend.next();
        Future<Void> stopped = relay.undeploy();
        while (relay.get("/health/ready").statusCode() != 503) {
            assertThat(stopped.isComplete()).isFalse();
        }
        assertThat(Await.await(post(relay, backend)).statusCode()).isEqualTo(503);
        Promise<Void> closed = Promise.promise();
        first.onSuccess(answer -> answer.request().connection().closeHandler(closed::complete));
        call.answer(200, "{}");
        assertThat(Await.await(first).statusCode()).isEqualTo(200);
        Await.await(stopped);
        Await.await(closed.future());
    }

    @Test
    void clientOfTheJdk_whichOffersToUpgrade_isServedWhateverItsBodySize() {
        Backend backend =
                Backend.of(vertx, call -> call.answer(200, "[" + call.body().length() + "]"));
        Relay relay = Relay.deploy(vertx);
        java.net.http.HttpClient jdk = java.net.http.HttpClient.newHttpClient();
        for (String params : List.of("", "x".repeat(1_000_000), "again")) {
            assertThat(post(jdk, relay, backend, params).body()).isEqualTo("[" + (params.length() + 2) + "]");
        }
    }

    @Test
    void clientOfTheJdk_overTls_negotiatesHttp2(@TempDir Path folder) throws Exception {
        Backend backend = Backend.json(vertx, 200, "{}");
        Relay relay = Relay.deploy(vertx, SelfSigned.tls(folder));
        java.net.http.HttpClient jdk = java.net.http.HttpClient.newBuilder()
                .sslContext(SelfSigned.trusting())
                .build();
        HttpResponse<String> answer = post(jdk, relay, backend, "");
        assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void offerToUpgradeThatIsIncomplete_isAnswered() throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("request_ms", 2000));
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n");
            assertThat(caller.readHead()).startsWith("HTTP/1.1 ");
            caller.readRest();
        }
    }

    private Future<HttpClientResponse> ask(Relay relay) {
        return ask(relay, Pool.ask());
    }

    private Future<HttpClientResponse> ask(Relay relay, JsonObject question) {
        return client.request(HttpMethod.POST, relay.port(), "127.0.0.1", Pool.PATH)
                .compose(request ->
                        request.putHeader("content-type", "application/json").send(question.encode()));
    }

    private Future<HttpClientResponse> post(Relay relay, Backend backend) {
        return post(client, relay, backend);
    }

    private static Future<HttpClientResponse> post(HttpClient client, Relay relay, Backend backend) {
        JsonObject body = new JsonObject().put("url", backend.url()).put("params", 1);
        return client.request(HttpMethod.POST, relay.port(), "127.0.0.1", "/atmar/")
                .compose(request ->
                        request.putHeader("content-type", "application/json").send(body.encode()))
                .onSuccess(answer -> assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2));
    }

    private static HttpResponse<String> post(
            java.net.http.HttpClient client, Relay relay, Backend backend, String params) {
        JsonObject json = new JsonObject().put("url", backend.url()).put("params", params);
        HttpRequest request = HttpRequest.newBuilder(URI.create(relay.url("/atmar/")))
                .POST(HttpRequest.BodyPublishers.ofString(json.encode()))
                .build();
        return Await.await(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
}

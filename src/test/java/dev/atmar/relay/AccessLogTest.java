package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.atmar.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request is one line and one count, however it ends. */
@ExtendWith(VertxExtension.class)
final class AccessLogTest {
    private static final String EVENTS = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

    private Vertx vertx;
    private Relay relay;
    private AccessLines lines;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = relay(new JsonObject());
        lines = AccessLines.open();
    }

    @AfterEach
    void close() {
        lines.close();
    }

    private Relay relay(JsonObject changes) {
        return Relay.deploy(vertx, new JsonObject().put("access_log", true).mergeIn(changes));
    }

    @Test
    void answer_isOneLineWithTheAnswersId() {
        Backend backend = Backend.slow(vertx, 50, "{}");
        HttpResponse<String> answer = relay.post("/atmar/", to(backend.url()));
        Map<String, String> line = ended("/atmar/", 200, "ok");
        assertThat(line.keySet())
                .containsExactly(
                        "id",
                        "route",
                        "caller",
                        "account",
                        "status",
                        "outcome",
                        "queue_ms",
                        "upstream_ms",
                        "total_ms",
                        "retries",
                        "refusals");
        assertThat(answer.headers().firstValue("x-request-id")).hasValue(line.get("id"));
        assertThat(line).containsEntry("caller", "-").containsEntry("account", "-");
        assertThat(millis(line, "upstream_ms")).isGreaterThanOrEqualTo(45);
        assertThat(millis(line, "total_ms")).isGreaterThanOrEqualTo(millis(line, "upstream_ms"));
    }

    @Test
    void errorOfTheUpstream_isAnError() {
        relay.post("/atmar/", to(Backend.json(vertx, 404, "{}").url()));
        ended("/atmar/", 404, "error");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,application/json,-,404",
        "POST,/nowhere,application/json,-,404",
        "GET,/atmar/,application/json,/atmar/,405",
        "DELETE,/a_deepseek,application/json,/a_deepseek/,405",
        "POST,/atmar,application/json,/atmar/,400",
        "POST,/deepseek/,application/json,/deepseek/,400",
        "POST,/a_deepseek/,text/plain,/a_deepseek/,415",
        "POST,/%7a%0a,application/json,-,404",
        "POST,/%zz,application/json,-,400",
        "POST,//atmar,application/json,/atmar/,400",
        "OPTIONS,*,application/json,-,404",
        "GET,nowhere,application/json,-,404"
    })
    void refusal_isOneLine(String method, String path, String type, String route, int status) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(method + " " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + type
                    + "\r\ncontent-length: 1\r\n\r\nx");
            assertThat(caller.readHead()).contains(" " + status + " ").contains("x-request-id: ");
        }
        ended(route, status, "error");
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/1.1X,400", "GET /LONG HTTP/1.1,414", "NOT HTTP,400"})
    void whatCannotBeRead_isOneLine(String first, int status) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(first.replace("LONG", "x".repeat(10_000)) + "\r\nhost: localhost\r\n\r\n");
            assertThat(caller.readHead()).contains(" " + status + " ");
        }
        ended("-", status, "error");
    }

    @Test
    void hostThatIsNone_isOneLine() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET /atmar/ HTTP/1.1\r\nhost: a@b:c\r\n\r\n");
            assertThat(caller.readHead()).contains(" 400 ").contains("x-request-id: ");
        }
        ended("/atmar/", 400, "error");
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET /atmar/ HTTP/1.1\r\nhost: evil.com\r\n\r\n");
            assertThat(caller.readHead()).contains(" 403 ");
        }
        ended("/atmar/", 403, "error");
    }

    @Test
    void bodyThatIsTooLongOrTooLate_isOneLine() throws IOException {
        relay = relay(new JsonObject().put("max_body_bytes", 100).put("request_ms", 100));
        relay.post("/atmar/", "x".repeat(101));
        ended("/atmar/", 413, "error");
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("POST /atmar/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{");
            assertThat(caller.readHead()).contains(" 408 ");
        }
        ended("/atmar/", 408, "error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void callerLeavesWhileItWaits_isAborted(String path) throws IOException {
        Backend backend = Backend.silent(vertx);
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.post(path, to(path, backend.url()));
            backend.next();
        }
        ended(path, 499, "aborted");
    }

    @Test
    void callerLeavesInMidUpload_isAborted() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("POST /atmar/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{");
            relay.settle();
        }
        ended("/atmar/", 499, "aborted");
    }

    @Test
    void callerLeavesInMidStream_isAborted() throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(EVENTS + "connection: close\r\n\r\ndata: 1\n\n");
            session.awaitClose();
        })) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post("/atmar/", to(peer.url()));
                caller.readUntil("data: 1\n\n");
            }
            ended("/atmar/", 200, "aborted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EVENTS, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"})
    void upstreamBreaksOff_isCut(String head) throws IOException {
        try (RawPeer peer = RawPeer.answering(head + "content-length: 99\r\n\r\n{\"a\":\n\n");
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", to(peer.url()));
            assertThat(caller.readRest()).contains("{\"a\":");
            ended("/atmar/", 200, "cut");
        }
    }

    @Test
    void drainsBoundPasses_isCut() throws IOException {
        relay = relay(new JsonObject().put("drain_ms", 200));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(EVENTS + "connection: close\r\n\r\ndata: 1\n\n");
                    session.awaitClose();
                });
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", to(peer.url()));
            caller.readUntil("data: 1\n\n");
            Await.await(relay.undeploy());
            assertThat(lines.next()).containsEntry("outcome", "cut").containsEntry("status", "200");
            lines.assertNone();
        }
    }

    @Test
    void stream_isOk() throws IOException {
        try (RawPeer peer = RawPeer.answering(EVENTS + "connection: close\r\n\r\ndata: [DONE]\n\n")) {
            relay.post("/atmar/", to(peer.url()));
            ended("/atmar/", 200, "ok");
        }
    }

    @Test
    void arrayForm_isOneRequest() {
        Backend backend = Backend.slow(vertx, 30, "{}");
        relay.post("/atmar/", new JsonArray(List.of(to(backend.url()), to(backend.url()), to("nowhere"))));
        assertThat(millis(ended("/atmar/", 200, "ok"), "upstream_ms")).isGreaterThanOrEqualTo(25);
    }

    @Test
    void baseline_tellsTheQueueFromTheUpstream() throws IOException {
        Backend backend = Backend.silent(vertx);
        relay = relay(new JsonObject().put("deepseek", new JsonObject().put("url", backend.url())));
        CompletableFuture<HttpResponse<String>> first = relay.postLater("/deepseek/", question());
        Backend.Call call = backend.next();
        try (RawCaller leaver = RawCaller.of(relay)) {
            leaver.post("/deepseek/", question());
            relay.settle();
        }
        Map<String, String> left = ended("/deepseek/", 499, "aborted");
        assertThat(millis(left, "upstream_ms")).isZero();
        assertThat(millis(left, "queue_ms")).isEqualTo(millis(left, "total_ms"), offset(100.0));
        call.answer(200, Backend.COMPLETION);
        Await.await(first);
        Map<String, String> answered = ended("/deepseek/", 200, "ok");
        assertThat(millis(answered, "upstream_ms")).isPositive();
    }

    @Test
    void http2_isOneLineToo(@TempDir Path folder) throws Exception {
        relay = relay(SelfSigned.tls(folder));
        Backend backend = Backend.silent(vertx);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(SelfSigned.trusting())
                .build();
        HttpRequest request = relay.to("/atmar/")
                .POST(HttpRequest.BodyPublishers.ofString(to(backend.url()).encode()))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        backend.next().answer(200, "{}");
        assertThat(Await.await(answer).version()).isEqualTo(HttpClient.Version.HTTP_2);
        ended("/atmar/", 200, "ok");
        CompletableFuture<?> left = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        backend.next();
        left.cancel(true);
        ended("/atmar/", 499, "aborted");
    }

    @Test
    void message_isOneLine() {
        Backend backend = Backend.json(vertx, 200, "{}");
        Await.await(vertx.eventBus().request(Addresses.POST, to(backend.url())));
        ended(Addresses.POST, 200, "ok");
        Await.await(vertx.eventBus().request(Addresses.POST, new JsonArray().add(to(backend.url()))));
        ended(Addresses.POST, 200, "ok");
        Await.failureOf(vertx.eventBus().request(Addresses.POST, to("http://127.0.0.1:1/")));
        ended(Addresses.POST, 502, "error");
        Await.failureOf(vertx.eventBus().request(Addresses.CHAT, "no object"));
        ended(Addresses.CHAT, 400, "error");
    }

    @Test
    void healthAndMetrics_areNotLogged() {
        for (String path : List.of("/health/live", "/health/ready/", "/metrics", "/metrics/")) {
            assertThat(relay.get(path).statusCode()).isEqualTo(200);
            relay.post(path, "{}");
        }
        lines.assertNone();
        assertThat(Numbers.of(relay).sum("atmar_requests_total")).isZero();
    }

    @Test
    void switchedOff_writesNothingAndCounts() {
        relay = relay(new JsonObject().put("access_log", false));
        relay.get("/nowhere");
        lines.assertNone();
        assertThat(Numbers.of(relay).sum("atmar_requests_total")).isEqualTo(1);
    }

    @Test
    void tokensName_isTheCaller_andNoSecretIsInALine() {
        JsonObject token = new JsonObject().put("name", "a b\nid=1").put("token", "secret-token");
        relay = relay(new JsonObject().put("tokens", new JsonArray().add(token)));
        Backend backend = Backend.json(vertx, 401, "{\"error\":\"secret-body\"}");
        JsonObject question =
                question().put("url", backend.url() + "/secret-path").put("api_key", "secret-key");
        relay.post("/a_deepseek/", question, "authorization", "Bearer secret-token");
        relay.post("/a_deepseek/?secret=1", question, "authorization", "Bearer secret-other");
        String known = lines.nextLine();
        String unknown = lines.nextLine();
        assertThat(known)
                .contains(" caller=a+b%0Aid%3D1 ")
                .contains(" status=401 ")
                .doesNotContain("secret", "\n");
        assertThat(unknown).contains(" caller=- ").contains(" status=401 ").doesNotContain("secret", "\n");
        lines.assertNone();
    }

    /** One line, and one count with the same labels; nothing is in flight any more. */
    private Map<String, String> ended(String route, int status, String outcome) {
        Map<String, String> line = lines.only(relay);
        assertThat(line)
                .containsEntry("route", route)
                .containsEntry("status", Integer.toString(status))
                .containsEntry("outcome", outcome);
        Numbers numbers = Numbers.of(relay);
        String labels = "{outcome=\"" + outcome + "\",route=\"" + route + "\",status=\"" + status + "\"}";
        assertThat(numbers.value("atmar_requests_total" + labels)).isPositive();
        assertThat(numbers.sum("atmar_requests_total")).isEqualTo(numbers.sum("atmar_request_seconds_count"));
        return line;
    }

    private static double millis(Map<String, String> line, String key) {
        return Double.parseDouble(line.get(key));
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }

    private static JsonObject to(String path, String url) {
        return path.equals("/atmar/") ? to(url) : question().put("url", url);
    }

    private static JsonObject question() {
        return new JsonObject().put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
    }
}

package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /atmar/} with addresses, headers and upstreams that cannot be served. */
@ExtendWith(VertxExtension.class)
final class AtmarRefusalTest {
    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx, new JsonObject().put("connect_ms", 60_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "/path",
                "127.0.0.1:80",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "http:///path",
                "http://",
                "http:127.0.0.1",
                "http://127.0.0.1:0/",
                "http://127.0.0.1:65536/",
                "http://127.0.0.1:99999999999/",
                "http://127.0.0.1:-1/",
                "http://user@127.0.0.1/",
                "http://user:pass@127.0.0.1/",
                "http://@127.0.0.1/",
                "http://127.0.0.1/#part",
                "http://127.0.0.1/a b",
                "http://127.0.0.1/%zz",
                "http://127.0.0.1/\r\nx: y",
                "http://127.0.0.1\\@example.com/",
                " http://127.0.0.1/",
                "http://[::1/",
                "http://127.1/"
            })
    void address_thatIsNoneIsNamed(String url) {
        Answered.error(relay.post("/atmar/", to(url)), 400, "invalid_value", "url");
    }

    @Test
    void address_longerThanTheBoundIsNamed() {
        Answered.error(relay.post("/atmar/", to("http://127.0.0.1/" + "a".repeat(9000))), 400, "invalid_value", "url");
    }

    @Test
    void nameThatDoesNotResolve_isTheCallersFault() {
        HttpResponse<String> answer = relay.post("/atmar/", to("http://no-such-host.invalid/"));
        Answered.error(answer, 400, "host_not_found", "url");
    }

    @Test
    void nobodyListens_isTheUpstreamsFault() throws IOException {
        HttpResponse<String> answer = relay.post("/atmar/", to(RawPeer.refusing()));
        Answered.error(answer, 502, "upstream_unreachable", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not http at all\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: ten\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
                "HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
                ""
            })
    void upstreamThatSpeaksNoHttp_isTheUpstreamsFault(String answer) throws IOException {
        try (RawPeer peer = RawPeer.answering(answer)) {
            HttpResponse<String> told = relay.post("/atmar/", to(peer.url()));
            assertThat(told.statusCode()).as(told.body()).isEqualTo(502);
        }
    }

    @Test
    void headOfTheAnswerWithoutEnd_isTheUpstreamsFault() throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\nx: " + "a".repeat(100_000) + "\r\n\r\n{}")) {
            assertThat(relay.post("/atmar/", to(peer.url())).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void tlsAskedOfAPlainUpstream_isTheUpstreamsFault() {
        Backend backend = Backend.json(vertx, 200, "{}");
        HttpResponse<String> answer = relay.post("/atmar/", to(backend.url().replace("http:", "https:")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({
        "connection,close",
        "Content-Length,3",
        "HOST,elsewhere",
        "keep-alive,1",
        "proxy-connection,x",
        "te,trailers",
        "trailer,x",
        "Transfer-Encoding,chunked",
        "upgrade,h2c",
        "accept-encoding,gzip",
        "x y,z",
        "x:y,z",
        "'',z"
    })
    void headerOfTheConnection_isRefused(String name, String value) {
        refused(name, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nx-evil: 1", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "\u560a\u560dx-evil: 1"})
    void headerWithALineBreak_isRefused(String value) {
        refused("x-named", value);
    }

    @ParameterizedTest
    @CsvSource({"101, 1", "200000, 1", "1, 65536", "100, 700"})
    void headersWithoutMeasure_areRefused(int count, int bytes) {
        Backend backend = Backend.json(vertx, 200, "{}");
        JsonObject request = to(backend.url()).put("headers", headers(count, "v".repeat(bytes)));
        Answered.error(relay.post("/atmar/", request), 400, "invalid_value", "headers");
        assertThat(backend.total()).isZero();
    }

    @Test
    void headersAsManyAsThereMayBe_areSent() {
        Backend backend = Backend.json(vertx, 200, "{}");
        JsonObject request = to(backend.url()).put("headers", headers(100, "v"));
        assertThat(relay.post("/atmar/", request).statusCode()).isEqualTo(200);
        assertThat(backend.next().headers().names()).contains("x-1", "x-100");
    }

    private static JsonObject headers(int count, String value) {
        JsonObject headers = new JsonObject();
        for (int i = 1; i <= count; i++) {
            headers.put("x-" + i, value);
        }
        return headers;
    }

    @Test
    void headerNameWithALineBreak_isRefused() {
        refused("x\r\nx-evil", "1");
    }

    private void refused(String name, String value) {
        Backend backend = Backend.json(vertx, 200, "{}");
        JsonObject request = to(backend.url()).put("headers", new JsonObject().put(name, value));
        Answered.error(relay.post("/atmar/", request), 400, "invalid_value", "headers");
        assertThat(backend.total()).isZero();
    }

    @Test
    void timeoutPasses_upstreamIsClosed() {
        Backend backend = Backend.silent(vertx);
        JsonObject request = to(backend.url()).put("timeout_ms", 100);
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", request);
        Await.await(backend.next().closed());
        Answered.error(Await.await(answer), 504, "total_timeout", null);
    }

    @Test
    void oneCallTooMany_isRefusedAtOnce() {
        Relay narrow = Relay.deploy(vertx, new JsonObject().put("targets", new JsonObject().put("max_in_flight", 2)));
        Backend backend = Backend.silent(vertx);
        List<CompletableFuture<HttpResponse<String>>> admitted =
                List.of(narrow.postLater("/atmar/", to(backend.url())), narrow.postLater("/atmar/", to(backend.url())));
        List<Backend.Call> calls = List.of(backend.next(), backend.next());
        HttpResponse<String> refused = narrow.post("/atmar/", to(backend.url()));
        JsonObject told = Answered.error(refused, 503, "overloaded", null);
        assertThat(told.getString("message")).contains("2 calls are in flight already");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        calls.forEach(call -> call.answer(200, "{}"));
        admitted.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        CompletableFuture<HttpResponse<String>> again = narrow.postLater("/atmar/", to(backend.url()));
        backend.next().answer(200, "{}");
        assertThat(Await.await(again).statusCode()).isEqualTo(200);
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}

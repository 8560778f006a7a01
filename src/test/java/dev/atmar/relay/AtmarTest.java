package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /atmar/} with an upstream that answers: nothing is changed on the way there and back. */
@ExtendWith(VertxExtension.class)
final class AtmarTest {
    private static final String ODD =
            "{ \"n\" : 1.0E+2 , \"m\":-0.0,\"big\":12345678901234567890123, \"u\":\"\\u00e9\\/é\\ud83d\\ude00\" ,\n\"a\":[ ] }";

    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @CsvSource({"/atmar/,200", "/atmar,200", "/atmar/,201", "/atmar/,404", "/atmar/,500"})
    void answer_keepsItsBytesAndStatus(String path, int status) {
        Backend backend = Backend.json(vertx, status, ODD);
        HttpResponse<String> answer = relay.post(path, "{\"url\":\"" + backend.url() + "\",\"params\":{}}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(ODD);
    }

    @ParameterizedTest
    @ValueSource(strings = {ODD, "[1, 2 ,3]", "\" a \\u0041\"", "1.50", "true", "null", "{}", "-0"})
    void params_reachTheUpstreamAsTheyWereSent(String params) {
        Backend backend = Backend.json(vertx, 200, "{}");
        relay.post("/atmar/", "{\"params\" :\n " + params + " , \"url\":\"" + backend.url() + "/x/y?a=b%20c&d=\"}");
        Backend.Call call = backend.next();
        assertThat(call.text()).isEqualTo(params);
        assertThat(call.request().uri()).isEqualTo("/x/y?a=b%20c&d=");
        assertThat(call.request().method().name()).isEqualTo("POST");
    }

    @Test
    void requestHeaders_areTheRelaysOwnThoseNamedAndTraceparent() {
        Backend backend = Backend.json(vertx, 200, "{}");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        JsonObject request = to(backend.url()).put("headers", new JsonObject().put("X-Named", "yes, \tthis"));
        relay.post("/atmar/", request, "authorization", "Bearer x", "cookie", "a=b", "traceparent", trace);
        Map<String, String> headers = new TreeMap<>();
        backend.next().headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        assertThat(headers.keySet())
                .containsExactly("accept-encoding", "content-length", "content-type", "host", "traceparent", "x-named");
        assertThat(headers)
                .containsEntry("content-type", "application/json")
                .containsEntry("accept-encoding", "identity")
                .containsEntry("traceparent", trace)
                .containsEntry("host", backend.url().substring("http://".length()))
                .containsEntry("x-named", "yes, \tthis");
    }

    @Test
    void answerHeaders_areOnlyThoseThatBelongToTheAnswer() {
        Backend backend = Backend.json(
                vertx,
                429,
                "{}",
                "content-type",
                "application/problem+json; charset=utf-8",
                "retry-after",
                "7",
                "server-timing",
                "db;dur=53",
                "set-cookie",
                "a=b",
                "x-request-id",
                "theirs",
                "server",
                "nginx");
        HttpResponse<String> answer = relay.post("/atmar/", to(backend.url()));
        assertThat(answer.headers().map().keySet())
                .containsExactlyInAnyOrder(
                        "content-type", "retry-after", "server-timing", "content-length", "x-request-id");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json; charset=utf-8");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(answer.headers().allValues("x-request-id")).doesNotContain("theirs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type: application/json\r\ncontent-length: 12\r\n\r\n\n\r\n \t{\"a\":1}",
                "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
                        + "1\r\n\n\r\n2\r\n\n\n\r\n4\r\n\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
                "content-type: application/json\r\nconnection: close\r\n\r\n\n\n\n{\"a\":1}",
                "content-type: text/plain\r\ncontent-length: 7\r\n\r\n{\"a\":1}",
                "content-length: 7\r\n\r\n{\"a\":1}"
            })
    void blanksBeforeTheBody_areDropped(String head) throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\n" + head)) {
            HttpResponse<String> answer = relay.post("/atmar/", to(peer.url()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upstream_blank,application/json,''",
        "upstream_blank,application/json,'  \t  '",
        "upstream_not_json,text/html,'<html><body>{}</body></html>'",
        "upstream_not_json,text/html,{}",
        "upstream_not_json,application/json,<html>",
        "upstream_not_json,text/plain,hello",
        "upstream_not_json,text/plain,1",
    })
    void answerThatIsNoJson_isTheUpstreamsFault(String code, String type, String body) {
        Backend backend = Backend.json(vertx, 200, body, "content-type", type);
        Answered.error(relay.post("/atmar/", to(backend.url())), 502, code, null);
    }

    @Test
    void blanksOnlyAndThenClosed_isTheUpstreamsFault() throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n\n\n\n")) {
            Answered.error(relay.post("/atmar/", to(peer.url())), 502, "upstream_blank", null);
        }
    }

    @Test
    void redirect_isNotFollowed() {
        Backend elsewhere = Backend.json(vertx, 200, "{}");
        Backend backend = Backend.json(vertx, 307, "{\"moved\":true}", "location", elsewhere.url());
        HttpResponse<String> answer = relay.post("/atmar/", to(backend.url()));
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.body()).isEqualTo("{\"moved\":true}");
        assertThat(answer.headers().firstValue("location")).isEmpty();
        assertThat(elsewhere.total()).isZero();
    }

    @Test
    void connections_areKeptAndUsedAgain() {
        Backend backend = Backend.json(vertx, 200, "{}");
        for (int i = 0; i < 5; i++) {
            assertThat(relay.post("/atmar/", to(backend.url())).statusCode()).isEqualTo(200);
        }
        assertThat(backend.total()).isEqualTo(5);
        assertThat(backend.connections()).isEqualTo(1);
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}

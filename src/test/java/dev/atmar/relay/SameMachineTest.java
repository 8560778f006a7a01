package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web page cannot call a relay on loopback, whatever its name resolves to; programs can. */
@ExtendWith(VertxExtension.class)
final class SameMachineTest {
    private static final List<String> PATHS = List.of("/health/live", "/metrics", "/atmar/", "/nowhere");

    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8000",
                "LocalHost:1",
                "127.0.0.1",
                "127.0.0.1:65535",
                "127.255.1.200:80",
                "[::1]",
                "[::1]:8000"
            })
    void hostOfThisMachine_passes(String host) throws IOException {
        for (String path : PATHS) {
            assertThat(headOf(path, "host: " + host)).doesNotContain(" 403 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.com",
                "evil.com:8000",
                "127.0.0.1.evil.com",
                "localhost.evil.com",
                "evil.localhost.com:80",
                "[::1].evil",
                "[::1].evil:80",
                "0x7f.1",
                "127.1",
                "2130706433",
                "127.0.0.256",
                "0127.0.0.1",
                "[::ffff:127.0.0.1]",
                "0.0.0.0:8000",
                "10.0.0.1",
                "127.0.0.1:evil.com",
                "127.0.0.1@evil.com",
                "evil.com@127.0.0.1"
            })
    void hostOfAnother_isRefusedEverywhere(String host) throws IOException {
        for (String path : PATHS) {
            assertThat(answerTo(path, "host: " + host))
                    .startsWith("HTTP/1.1 40")
                    .doesNotContain("access-control");
            assertThat(answerTo(path, "host: " + host)).containsAnyOf("foreign_host", "bad_request");
        }
    }

    @Test
    void secondHostOfAnother_isRefused() throws IOException {
        assertThat(headOf("/metrics", "host: 127.0.0.1\r\nhost: evil.com")).containsAnyOf(" 403 ", " 400 ");
    }

    @Test
    void http10WithoutHost_passes() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET /health/live HTTP/1.0\r\n\r\n");
            assertThat(caller.readHead()).contains(" 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "origin: http://localhost:3000",
                "origin: https://127.0.0.1",
                "origin: http://[::1]:5173",
                "origin: HTTP://LOCALHOST",
                "sec-fetch-site: same-origin",
                "sec-fetch-site: same-site",
                "sec-fetch-site: none"
            })
    void pageOfThisMachine_passes(String header) throws IOException {
        for (String path : PATHS) {
            assertThat(headOf(path, "host: localhost\r\n" + header))
                    .doesNotContain(" 403 ")
                    .doesNotContain("access-control");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "origin: http://evil.com",
                "origin: https://evil.com:8000",
                "origin: http://127.0.0.1.evil.com",
                "origin: http://localhost.evil.com",
                "origin: http://localhost@evil.com",
                "origin: http://localhost/",
                "origin: null",
                "origin: ",
                "origin: file://",
                "origin: ftp://localhost",
                "origin: chrome-extension://localhost",
                "origin: localhost",
                "origin: http://localhost\r\norigin: http://evil.com",
                "sec-fetch-site: cross-site",
                "origin: http://localhost\r\nsec-fetch-site: cross-site"
            })
    void pageOfAnotherSite_isRefusedEverywhere(String header) throws IOException {
        for (String path : PATHS) {
            assertThat(answerTo(path, "host: localhost\r\n" + header))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("cross_site")
                    .doesNotContain("access-control");
        }
    }

    @Test
    void preflight_isGivenNoLeave() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("OPTIONS /atmar/ HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:3000\r\n"
                    + "access-control-request-method: POST\r\n\r\n");
            assertThat(caller.readHead()).contains(" 405 ").doesNotContain("access-control");
        }
    }

    @Test
    void http2_isJudgedByItsAuthority(@TempDir Path folder) throws Exception {
        relay = Relay.deploy(vertx, SelfSigned.tls(folder));
        assertThat(statusOverHttp2("localhost")).isEqualTo(200);
        assertThat(statusOverHttp2("evil.com")).isEqualTo(403);
        assertThat(statusOverHttp2("127.0.0.1.evil.com")).isEqualTo(403);
    }

    private int statusOverHttp2(String authority) {
        RequestOptions request = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(relay.port(), "127.0.0.1"))
                .setHost(authority)
                .setPort(relay.port())
                .setMethod(HttpMethod.GET)
                .setURI("/health/live");
        HttpClient client = vertx.createHttpClient(SelfSigned.http2());
        int status = Await.await(
                client.request(request).compose(HttpClientRequest::send).map(HttpClientResponse::statusCode));
        Await.await(client.close());
        return status;
    }

    @Test
    void beyondLoopback_tokensGuardInstead() throws IOException {
        relay = Relay.deploy(vertx, new JsonObject().put("host", "0.0.0.0").put("open", true));
        assertThat(headOf("/health/live", "host: relay.example.com\r\norigin: http://example.com"))
                .contains(" 200 ");
    }

    private String headOf(String path, String headers) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n\r\n");
            return caller.readHead();
        }
    }

    private String answerTo(String path, String headers) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET " + path + " HTTP/1.1\r\nconnection: close\r\n" + headers + "\r\n\r\n");
            return caller.readRest();
        }
    }
}

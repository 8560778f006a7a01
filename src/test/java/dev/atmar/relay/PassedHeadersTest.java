package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told what: the policy of {@code /v1}. */
final class PassedHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Host",
                "Content-Length",
                "Accept-Encoding",
                "Authorization",
                "X-Upstream-Key",
                "Cookie",
                "Origin",
                "Referer",
                "Sec-Fetch-Mode",
                "Forwarded",
                "X-Forwarded-For",
                "X-Real-IP",
                "timeout_ms",
                "Expect",
                "x-api-key"
            })
    void whatIsTheCallersOwn_staysWithTheRelay(String name) {
        assertThat(PassedHeaders.toUpstream(headers(name, "v"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Stainless-Timeout", "User-Agent", "Accept", "traceparent", "X-Anything", "Content-Type"})
    void whatIsMeantForTheUpstream_passes(String name) {
        assertThat(PassedHeaders.toUpstream(headers(name, "v")).get(name)).isEqualTo("v");
    }

    @Test
    void whatConnectionNames_stays() {
        MultiMap callers = headers("Connection", "close, X-One")
                .add("connection", " x-two")
                .add("X-One", "1");
        callers.add("X-Two", "2").add("x-three", "3");
        assertThat(PassedHeaders.toUpstream(callers).names()).containsExactly("x-three");
    }

    @Test
    void severalOfOneName_pass() {
        MultiMap callers = headers("x-a", "1").add("x-a", "2");
        assertThat(PassedHeaders.toUpstream(callers).getAll("x-a")).containsExactly("1", "2");
    }

    @Test
    void valueThatCannotBeSent_isLeftOut() {
        assertThat(PassedHeaders.toUpstream(headers("x-a", "a\u0001b").add("x-b", "\u4e2d")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Transfer-Encoding",
                "Content-Length",
                "Set-Cookie",
                "Access-Control-Allow-Origin",
                "Strict-Transport-Security",
                "Alt-Svc",
                "Proxy-Authenticate"
            })
    void whatTheUpstreamSaysForItsOwnHost_staysWithTheRelay(String name) {
        assertThat(toCaller(headers(name, "v"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Server", "Date", "Retry-After", "X-RateLimit-Limit", "X-DS-Trace-Id"})
    void whatConcernsTheCaller_passes(String name) {
        assertThat(toCaller(headers(name, "v")).get(name)).isEqualTo("v");
    }

    @Test
    void requestId_isTheRelaysAndTheUpstreamsHasANameOfItsOwn() {
        MultiMap callers = headers("x-request-id", "ours");
        PassedHeaders.toCaller(headers("X-Request-Id", "theirs"), callers);
        assertThat(callers.getAll("x-request-id")).containsExactly("ours");
        assertThat(callers.getAll("x-upstream-request-id")).containsExactly("theirs");
        assertThat(PassedHeaders.toUpstream(headers("X-Request-Id", "callers")).get("x-request-id"))
                .isEqualTo("callers");
    }

    @Test
    void serverTiming_isAddedToWhatIsThere() {
        MultiMap callers = headers("server-timing", "relay;dur=1");
        PassedHeaders.toCaller(headers("Server-Timing", "model;dur=2"), callers);
        assertThat(callers.getAll("server-timing")).containsExactly("relay;dur=1", "model;dur=2");
    }

    /** Nagle's algorithm would hold deltas back for 40 ms. */
    @Test
    void noDelay_isTheDefaultOfBothSides() {
        assertThat(new HttpServerOptions().isTcpNoDelay()).isTrue();
        assertThat(new HttpClientOptions().isTcpNoDelay()).isTrue();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    private static MultiMap toCaller(MultiMap upstreams) {
        MultiMap callers = MultiMap.caseInsensitiveMultiMap();
        PassedHeaders.toCaller(upstreams, callers);
        return callers;
    }
}

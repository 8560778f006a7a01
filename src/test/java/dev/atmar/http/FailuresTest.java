package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailuresTest {
    /** Stands in every message that comes from outside, where an address or a key could be. */
    private static final String CANARY = "canary-10.0.0.7:443";

    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of(new UnknownHostException(CANARY), 400, "host_not_found", "invalid_request_error"),
                Arguments.of(new TimeoutException(CANARY), 504, "timeout", "timeout_error"),
                Arguments.of(new ConnectTimeoutException(CANARY), 504, "timeout", "timeout_error"),
                Arguments.of(new ConnectionPoolTooBusyException(CANARY), 503, "too_many_connections", "server_error"),
                Arguments.of(new HttpClosedException(CANARY), 502, "upstream_closed", "upstream_error"),
                Arguments.of(new StreamResetException(8), 502, "upstream_closed", "upstream_error"),
                Arguments.of(new ConnectException(CANARY), 502, "upstream_unreachable", "upstream_error"),
                Arguments.of(new NoRouteToHostException(CANARY), 502, "upstream_unreachable", "upstream_error"),
                Arguments.of(new SSLHandshakeException(CANARY), 502, "upstream_tls", "upstream_error"),
                Arguments.of(
                        new DecoderException(new SSLHandshakeException(CANARY)), 502, "upstream_tls", "upstream_error"),
                Arguments.of(new ClosedChannelException(), 502, "upstream_unreachable", "upstream_error"),
                Arguments.of(new IOException((String) null), 502, "upstream_unreachable", "upstream_error"),
                Arguments.of(reply(ReplyFailure.TIMEOUT, -1), 504, "timeout", "timeout_error"),
                Arguments.of(reply(ReplyFailure.NO_HANDLERS, -1), 502, "no_handlers", "upstream_error"),
                Arguments.of(new IllegalStateException(CANARY), 500, "internal", "server_error"),
                Arguments.of(new StackOverflowError(CANARY), 500, "internal", "server_error"),
                Arguments.of(null, 500, "internal", "server_error"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void aFailureHasItsStatusAndNoWordOfItsOwn(Throwable failure, int status, String code, String type) {
        ApiException error = Failures.of(failure);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.toJson().getJsonObject("error").getString("type")).isEqualTo(type);
        assertThat(error.getMessage()).isNotBlank();
        assertThat(error.toBuffer().toString()).doesNotContain(CANARY);
    }

    @Test
    void whatIsSaidAlreadyIsNotSaidAnew() {
        ApiException known = ApiException.of(418, "teapot", "short and stout");
        assertThat(Failures.of(known)).isSameAs(known);
    }

    @Test
    void whyItCouldNotBeReachedIsSaidInAWord() {
        assertThat(Failures.of(new ConnectException("Connection refused: /" + CANARY)))
                .hasMessageEndingWith(": connection refused");
        assertThat(Failures.of(new SocketException("Connection reset by peer " + CANARY)))
                .hasMessageEndingWith(": reset");
    }

    @Test
    void tooManyCallsSayWhenToComeAgain() {
        assertThat(Failures.of(new ConnectionPoolTooBusyException("")).retryAfterSeconds())
                .isBetween(1, 8);
    }

    @Test
    void aReplyKeepsItsStatusAndItsWords_andAnythingElseIs500() {
        for (int status : new int[] {400, 404, 429, 499, 503, 599}) {
            ApiException error = Failures.of(new ReplyException(ReplyFailure.RECIPIENT_FAILURE, status, "why"));
            assertThat(error.status()).isEqualTo(status);
            assertThat(error).hasMessage("why");
        }
        for (int code : new int[] {-1, 0, 200, 399, 600, Integer.MAX_VALUE}) {
            assertThat(Failures.of(new ReplyException(ReplyFailure.RECIPIENT_FAILURE, code, "why"))
                            .status())
                    .isEqualTo(500);
        }
    }

    @Test
    void aReplyWithoutWords_stillSaysSomething() {
        ReplyException silent = new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 400, null);
        assertThat(Failures.of(silent).getMessage()).isNotBlank();
    }

    private static ReplyException reply(ReplyFailure type, int code) {
        return new ReplyException(type, code, CANARY);
    }
}

package dev.atmar.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure, whatever it is, becomes a status and words for the caller. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** A chain of causes may be a ring. */
    private static final int DEEPEST_CAUSE = 16;

    private Failures() {}

    /** Never null; what is not known to be a fault outside is logged as a bug, with its stack, and is a 500. */
    public static ApiException of(Throwable failure) {
        if (failure instanceof ApiException known) {
            return known;
        }
        if (failure instanceof UnknownHostException) {
            return ApiException.badRequest("url", "host_not_found", "the host's name does not resolve");
        }
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return ApiException.of(504, "timeout", "a deadline passed before the answer was there");
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return ApiException.busy(503, "too_many_connections", "too many calls wait for a connection", 1);
        }
        if (failure instanceof HttpClosedException || failure instanceof StreamResetException) {
            return ApiException.of(502, "upstream_closed", "the upstream closed the connection without a full answer");
        }
        if (failure instanceof ReplyException reply) {
            return ofReply(reply);
        }
        if (isTls(failure)) {
            return ApiException.of(502, "upstream_tls", noTls(failure));
        }
        if (failure instanceof IOException) {
            return ApiException.of(
                    502, "upstream_unreachable", "the upstream could not be reached: " + reason(failure));
        }
        LOG.error("a bug: this failure is not known", failure);
        return ApiException.of(500, "internal", "internal error; see the log");
    }

    private static ApiException ofReply(ReplyException reply) {
        if (reply.failureType() == ReplyFailure.TIMEOUT) {
            return ApiException.of(504, "timeout", "no reply came before the deadline");
        }
        if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
            return ApiException.of(502, "no_handlers", "nobody serves this event-bus address");
        }
        int status = reply.failureCode() >= 400 && reply.failureCode() <= 599 ? reply.failureCode() : 500;
        String message = reply.getMessage() == null ? "the service failed" : reply.getMessage();
        return ApiException.of(status, "reply_failed", message);
    }

    /** Netty puts some into an exception of its decoder. */
    private static boolean isTls(Throwable failure) {
        return causes(failure).anyMatch(SSLException.class::isInstance);
    }

    private static String noTls(Throwable failure) {
        if (causes(failure).anyMatch(Failures::isPlainText)) {
            return "the upstream does not speak TLS on this port";
        }
        if (causes(failure).anyMatch(GeneralSecurityException.class::isInstance)) {
            return "the upstream's certificate is not accepted";
        }
        return "no TLS with the upstream came about: maybe it does not speak TLS on this port";
    }

    /** Plain text in the place of TLS: Netty has a type for it, the JDK only words. */
    private static boolean isPlainText(Throwable cause) {
        return cause instanceof NotSslRecordException
                || String.valueOf(cause.getMessage()).startsWith("Unrecognized SSL message");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST_CAUSE);
    }

    /** Refused, reset or unreachable: the system's word, without the address, which the caller knows. */
    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("refused") ? "connection refused" : message.contains("reset") ? "reset" : "I/O error";
    }
}

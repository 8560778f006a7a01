package dev.atmar.load.call;

import dev.atmar.http.OneLine;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

/**
 * Why a call failed.
 *
 * @param status the HTTP status, or the code a consumer of the event bus failed with; 0 or less: there was none
 */
public record CallError(ErrorType type, int status, String message) {
    public static CallError of(ErrorType type, String message) {
        return new CallError(type, 0, message);
    }

    /**
     * @param sent whether the request had left: what fails before that is a matter of the connection
     */
    public static CallError of(Throwable failure, boolean sent) {
        if (failure instanceof ReplyException reply) {
            return ofReply(reply);
        }
        return of(typeOf(failure, sent), OneLine.of(words(failure)));
    }

    /** Order matters: a connect timeout of Netty is a {@code ConnectException}, which is an {@code IOException}. */
    private static ErrorType typeOf(Throwable failure, boolean sent) {
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return ErrorType.TIMEOUT;
        }
        if (failure instanceof UnknownHostException) {
            return ErrorType.HOST_NOT_FOUND;
        }
        if (failure instanceof ConnectException && words(failure).contains("refused")) {
            return ErrorType.REFUSED;
        }
        if (failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof PrematureChannelClosureException) {
            return ErrorType.CLOSED;
        }
        if (failure instanceof IOException) {
            return sent ? ErrorType.CLOSED : ErrorType.CONNECT;
        }
        return ErrorType.OTHER;
    }

    private static CallError ofReply(ReplyException reply) {
        return switch (reply.failureType()) {
            case NO_HANDLERS -> of(ErrorType.NO_HANDLERS, "nobody serves this event-bus address");
            case TIMEOUT -> of(ErrorType.TIMEOUT, "no reply came before the deadline");
            case RECIPIENT_FAILURE -> {
                String message = reply.failureCode() + ": " + words(reply);
                yield new CallError(ErrorType.STATUS, reply.failureCode(), OneLine.of(message));
            }
            default -> of(ErrorType.OTHER, OneLine.of(words(reply)));
        };
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** {@code {"type", "message"}}, and {@code "status"} where there is one. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("type", type.word()).put("message", message);
        return status > 0 ? json.put("status", status) : json;
    }
}

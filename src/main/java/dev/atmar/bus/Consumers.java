package dev.atmar.bus;

import dev.atmar.http.ApiException;
import dev.atmar.http.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.Objects;
import java.util.function.Function;

/** Consumers that always reply: with what the service gave, or with its failure, the code being the HTTP status. */
public final class Consumers {
    private Consumers() {}

    /**
     * @param service may throw, or fail its future; either reaches the sender as a {@code ReplyException}
     */
    public static void serve(Vertx vertx, String address, Function<Message<Object>, Future<?>> service) {
        vertx.eventBus().<Object>consumer(address, message -> reply(message, service));
    }

    private static void reply(Message<Object> message, Function<Message<Object>, Future<?>> service) {
        call(message, service).compose(result -> send(message, result)).onFailure(failure -> fail(message, failure));
    }

    private static Future<?> call(Message<Object> message, Function<Message<Object>, Future<?>> service) {
        try {
            return Objects.requireNonNull(service.apply(message));
        } catch (RuntimeException | Error e) {
            return Future.failedFuture(e);
        }
    }

    /** Throws when the bus has no codec for what the service gave; {@code compose} makes that a failure, too. */
    private static Future<Void> send(Message<Object> message, Object result) {
        message.reply(result);
        return Future.succeededFuture();
    }

    private static void fail(Message<Object> message, Throwable failure) {
        ApiException error = Failures.of(failure);
        message.fail(error.status(), error.getMessage());
    }
}

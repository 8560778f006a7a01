package dev.atmar.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.ApiException;
import dev.atmar.http.Until;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class ConsumersTest {
    private static final String ADDRESS = "test.consumers";

    private Vertx vertx;

    @BeforeEach
    void remember(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void whatTheServiceGivesIsTheReply() {
        Consumers.serve(
                vertx,
                ADDRESS,
                message ->
                        vertx.timer(1).map(((JsonObject) message.body()).copy().put("b", 2)));
        assertThat(Until.done(vertx.eventBus().request(ADDRESS, new JsonObject().put("a", 1)))
                        .body())
                .isEqualTo(new JsonObject().put("a", 1).put("b", 2));
    }

    @Test
    void nothingIsAReplyToo() {
        Consumers.serve(vertx, ADDRESS, message -> Future.succeededFuture());
        assertThat(Until.done(vertx.eventBus().request(ADDRESS, "x")).body()).isNull();
    }

    @Test
    void aFailedFutureIsAReplyExceptionWithTheStatusAsItsCode() {
        assertFails(message -> Future.failedFuture(ApiException.of(409, "conflict", "not now")), 409, "not now");
    }

    @Test
    void aServiceThatThrowsIsAReplyExceptionToo() {
        assertFails(
                message -> {
                    throw ApiException.badRequest("url", "missing");
                },
                400,
                "url: missing");
    }

    @Test
    void aFailureFromOutsideHasItsStatus() {
        assertFails(message -> Future.failedFuture(new IOException("Connection refused: /10.0.0.1:1")), 502, "refused");
    }

    @Test
    void aBugIs500AndItsWordsStayHere() {
        ReplyException failure = assertFails(
                message -> {
                    throw new IllegalStateException("sk-canary");
                },
                500,
                "internal");
        assertThat(failure).hasMessageNotContaining("sk-canary");
    }

    @Test
    void anErrorThrownIsRepliedToo() {
        assertFails(
                message -> {
                    throw new StackOverflowError("deep");
                },
                500,
                "internal");
    }

    @Test
    void aServiceThatGivesNoFutureIsRepliedToo() {
        assertFails(message -> null, 500, "internal");
    }

    @Test
    void aReplyThatTheBusCannotCarryIsRepliedToo() {
        assertFails(message -> Future.succeededFuture(new Object()), 500, "internal");
    }

    @Test
    void aMessageThatNobodyAwaitsAnAnswerTo_isServedAllTheSame() {
        Promise<Object> served = Promise.promise();
        Consumers.serve(vertx, ADDRESS, message -> {
            served.tryComplete(message.body());
            return Future.failedFuture("broken");
        });
        vertx.eventBus().send(ADDRESS, "x");
        assertThat(Until.done(served.future())).isEqualTo("x");
        assertThat(Until.failed(vertx.eventBus().request(ADDRESS, "again"))).isInstanceOf(ReplyException.class);
    }

    private ReplyException assertFails(Function<Message<Object>, Future<?>> service, int code, String says) {
        Consumers.serve(vertx, ADDRESS, service);
        ReplyException failure = (ReplyException) Until.failed(vertx.eventBus().request(ADDRESS, new JsonObject()));
        assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
        assertThat(failure.failureCode()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(says);
        return failure;
    }
}

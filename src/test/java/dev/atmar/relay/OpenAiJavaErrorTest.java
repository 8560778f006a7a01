package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenAI's client for Java, and calls that fail: which error it raises, and who tries again how often. */
@ExtendWith(VertxExtension.class)
final class OpenAiJavaErrorTest {
    private static final String ERROR =
            "{\"error\":{\"message\":\"not so\",\"type\":\"their_type\",\"param\":\"temperature\",\"code\":\"their_code\"}}";

    /** What the upstream answers, what the client raises, and how many attempts the upstream sees of this one call. */
    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(400, BadRequestException.class, 400, 1),
                Arguments.of(401, UnauthorizedException.class, 401, 1),
                Arguments.of(402, UnexpectedStatusCodeException.class, 402, 1),
                Arguments.of(403, PermissionDeniedException.class, 403, 1),
                Arguments.of(404, NotFoundException.class, 404, 1),
                Arguments.of(408, UnexpectedStatusCodeException.class, 408, 1),
                Arguments.of(409, UnexpectedStatusCodeException.class, 409, 1),
                Arguments.of(422, UnprocessableEntityException.class, 422, 1),
                Arguments.of(429, RateLimitException.class, 429, 3),
                Arguments.of(500, InternalServerException.class, 502, 3),
                Arguments.of(503, InternalServerException.class, 502, 3));
    }

    /** The client would try twice more, and each time the relay again: {@code x-should-retry} keeps it from that. */
    @ParameterizedTest
    @MethodSource("refusals")
    void refusal_isTheErrorOfItsStatus_andIsTriedByTheRelayAlone(
            int status, Class<? extends OpenAIServiceException> type, int told, int attempts, Vertx vertx) {
        Backend backend = Backend.json(vertx, status, ERROR);
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url())) {
            OpenAIServiceException error = catchThrowableOfType(type, java::ask);
            assertThat(error.statusCode()).isEqualTo(told);
            assertThat(error.getMessage()).contains("not so");
            assertThat(error.headers().values("x-should-retry")).containsExactly("false");
            assertThat(error.headers().values("x-request-id")).hasSize(1);
            if (told < 500) {
                assertThat(error.type()).hasValue("their_type");
                assertThat(error.param()).hasValue("temperature");
                assertThat(error.code()).hasValue("their_code");
            }
            assertThat(backend.total()).isEqualTo(attempts);
            assertThat(java.calls()).isEqualTo(1);
        }
    }

    @Test
    void retryAfterThatIsTooLong_isToldAtOnce(Vertx vertx) {
        Backend backend = Backend.json(vertx, 429, ERROR, "retry-after", "60");
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url())) {
            RateLimitException error = catchThrowableOfType(RateLimitException.class, java::ask);
            assertThat(error.headers().values("retry-after")).containsExactly("60");
            assertThat(backend.total()).isEqualTo(1);
            assertThat(java.calls()).isEqualTo(1);
        }
    }

    @Test
    void retryAfter_isKeptByTheRelay(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url())) {
            CompletableFuture<?> answer = java.askLater();
            Backend.Call first = backend.next();
            long refused = System.nanoTime();
            first.answer(429, ERROR, "retry-after", "1");
            Backend.Call second = backend.next();
            assertThat(Duration.ofNanos(System.nanoTime() - refused)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            second.answer(200, Backend.COMPLETION);
            Await.await(answer);
            assertThat(java.calls()).isEqualTo(1);
        }
    }

    @Test
    void modelThatNoAccountServes_isNotFound(Vertx vertx) {
        JsonObject account = OpenAiJava.account("http://127.0.0.1:1").put("models", new JsonArray().add("another"));
        JsonObject accounts = new JsonObject().put("accounts", new JsonArray().add(account));
        try (OpenAiJava java = OpenAiJava.of(vertx, "http://127.0.0.1:1", accounts, defaults -> {})) {
            NotFoundException error = catchThrowableOfType(NotFoundException.class, java::ask);
            assertThat(error.code()).hasValue("model_not_found");
            assertThat(error.param()).hasValue("model");
        }
    }

    @Test
    void keyThatIsNoToken_isUnauthorized(Vertx vertx) {
        JsonObject token = new JsonObject().put("name", "me").put("token", "another");
        JsonObject tokens = new JsonObject().put("tokens", new JsonArray().add(token));
        try (OpenAiJava java = OpenAiJava.of(vertx, "http://127.0.0.1:1", tokens, defaults -> {})) {
            UnauthorizedException error = catchThrowableOfType(UnauthorizedException.class, java::ask);
            assertThat(error.code()).isPresent();
        }
    }

    /** What the relay has not even sent, the client may try again: the queue will be shorter then. */
    @Test
    void fullQueue_isTriedAgainByTheClient(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        JsonObject noQueue = new JsonObject().put("queue_requests", 0);
        try (OpenAiJava java = OpenAiJava.withToken(vertx, backend.url(), 1, noQueue)) {
            CompletableFuture<?> first = java.askLater();
            Backend.Call held = backend.next();
            CompletableFuture<?> second = java.askLater();
            java.awaitCalls(1);
            held.answer(200, Backend.COMPLETION);
            Await.await(first);
            backend.next().answer(200, Backend.COMPLETION);
            Await.await(second);
            assertThat(java.calls()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void timeoutOfTheClient_isToldInAHeader(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        try (OpenAiJava java = OpenAiJava.of(
                vertx, backend.url(), new JsonObject(), options -> options.timeout(Duration.ofSeconds(77)))) {
            java.ask();
            assertThat(backend.next().headers().get("x-stainless-timeout")).isEqualTo("77");
        }
    }

    /** The client's own clock is kept out of it: only its header is a second's. */
    @Test
    void timeoutInTheHeader_boundsTheQueue(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        try (OpenAiJava java = OpenAiJava.withToken(vertx, backend.url(), 1, new JsonObject())) {
            CompletableFuture<?> first = java.askLater();
            Backend.Call held = backend.next();
            InternalServerException error = catchThrowableOfType(
                    InternalServerException.class,
                    () -> java.client()
                            .withOptions(options -> options.maxRetries(0))
                            .chat()
                            .completions()
                            .create(OpenAiJava.question()
                                    .putAdditionalHeader("X-Stainless-Timeout", "1")
                                    .build()));
            assertThat(error.statusCode()).isEqualTo(504);
            assertThat(error.code()).hasValue("queue_timeout");
            assertThat(backend.total()).isEqualTo(1);
            held.answer(200, Backend.COMPLETION);
            Await.await(first);
        }
    }
}

package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Failures;
import dev.atmar.http.RetryAfter;
import dev.atmar.limit.StatedLimit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A chat upstream's answer of 400 or more: what {@link Retries} judges by, and what the caller is told of it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int LONGEST = 1 << 20;

    private final int status;
    private final String type;
    private final String param;
    private final String code;
    private final int retryAfterSeconds;

    private Refusal(int status, String message, String type, String param, String code, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * Of an answer of 400 or more. What breaks off behind the head, is too long, or finds no room here, is no less a
     * refusal.
     */
    static Future<Refusal> read(Exchange exchange, UnaryOperator<String> mask) {
        int status = exchange.head().statusCode();
        int retryAfter = RetryAfter.seconds(exchange.head().getHeader(HttpHeaders.RETRY_AFTER));
        BodyRoom.Share held = exchange.share();
        return WholeAnswer.read(exchange, new WholeAnswer.Budget(LONGEST, held))
                .map(whole -> of(status, whole.body(), retryAfter, mask))
                .onComplete(read -> held.giveBack())
                .recover(broken -> isInTime(broken)
                        ? Future.succeededFuture(of(status, Buffer.buffer(), retryAfter, mask))
                        : Future.failedFuture(broken));
    }

    private static boolean isInTime(Throwable broken) {
        int status = Failures.of(broken).status();
        return status == 502 || status == BodyRoom.full().status();
    }

    /**
     * A proxy in front of the upstream may say it in HTML, which is not passed on.
     *
     * @param mask applied to all that the upstream says
     */
    static Refusal of(int status, Buffer body, int retryAfterSeconds, UnaryOperator<String> mask) {
        Object said = errorIn(body);
        boolean readable = said instanceof JsonObject;
        JsonObject error = readable ? (JsonObject) said : new JsonObject();
        return new Refusal(
                status,
                text(ChatContent.said(said), mask),
                text(error.getValue("type"), mask),
                text(error.getValue("param"), mask),
                readable ? text(error.getValue("code"), mask) : wordOf(status),
                retryAfterSeconds);
    }

    private static String wordOf(int status) {
        return "upstream_" + status;
    }

    private static Object errorIn(Buffer body) {
        return ChatContent.parse(body).map(answer -> answer.getValue("error")).orElse(null);
    }

    /** Masked before it is cut: half a key would not be found. */
    private static String text(Object value, UnaryOperator<String> mask) {
        if (!(value instanceof String text) || text.isBlank()) {
            return null;
        }
        return shortened(mask.apply(text));
    }

    static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_MESSAGE));
    }

    int status() {
        return status;
    }

    /** The limit that a 429 names. */
    OptionalInt statedLimit() {
        return StatedLimit.in(getMessage());
    }

    /** How long it wants to be left alone; zero: it did not say. */
    Duration retryAfter() {
        return Duration.ofSeconds(retryAfterSeconds);
    }

    /** 401 or 402: the key, or its account, is of no use. */
    boolean isOfTheKey() {
        return status == 401 || status == 402;
    }

    /** An upstream that is broken, or lets nobody in, has not looked at the key. */
    boolean tellsThatTheKeyIsGood() {
        return status < 500 && status != 401 && status != 402 && status != 403;
    }

    /**
     * What a caller is told of a configured key that is of no use: the fault is the relay's, and the upstream's words
     * may quote a part of the key.
     */
    ApiException ofAccount(String name) {
        String why = status == 401 ? "its key is not accepted" : "it has no balance";
        return ApiException.of(502, "upstream_" + status, "account " + name + ": " + why);
    }

    /** For atmar's own chat routes: 4xx keep their status, what failed is a bad gateway; the code is atmar's. */
    ApiException inOurWords() {
        String message = status >= 500 ? "the upstream answered " + status + ": " + getMessage() : getMessage();
        return ApiException.busy(status >= 500 ? 502 : status, wordOf(status), message, retryAfterSeconds);
    }

    /**
     * For OpenAI's routes: a 4xx is passed on with the upstream's type, param and code, which is atmar's only where
     * none could be read.
     */
    ApiException asItWas() {
        return status >= 500
                ? inOurWords()
                : ApiException.passedOn(status, type, param, code, getMessage(), retryAfterSeconds);
    }
}

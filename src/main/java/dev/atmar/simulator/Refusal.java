package dev.atmar.simulator;

import dev.atmar.http.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A request refused in DeepSeek's own words, types and codes; {@code param} is null in every one of its errors. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final String code;
    private final int retryAfterSeconds;

    private Refusal(int status, String type, String code, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    private static Refusal of(int status, String type, String code, String message) {
        return new Refusal(status, type, code, message, 0);
    }

    /** 400: the body is not JSON. */
    static Refusal badFormat(String complaint) {
        return of(400, INVALID, INVALID, "Failed to parse the request body as JSON: " + complaint);
    }

    static Refusal noKey() {
        return of(
                401,
                "authentication_error",
                INVALID,
                "Authentication Fails (auth header format should be Bearer sk-...)");
    }

    /** 401; the real one shows the key's last four characters, this one shows nothing of it. */
    static Refusal badKey() {
        return of(401, "authentication_error", INVALID, "Authentication Fails, Your api key: **** is invalid");
    }

    static Refusal noBalance() {
        return of(402, "unknown_error", INVALID, "Insufficient Balance");
    }

    /** 422: JSON, but not a question. */
    static Refusal badParameter(String complaint) {
        return of(422, INVALID, INVALID, "Failed to deserialize the JSON body into the target type: " + complaint);
    }

    /** 429 of an account that is full; the only place where DeepSeek tells the limit. It names no time to wait. */
    static Refusal tooConcurrent(int concurrency, int limit) {
        String message = "Your current concurrency is " + concurrency + ", which exceeds your concurrency limit of "
                + limit + " based on your remaining balance. Please top up your balance to restore your concurrency.";
        return of(429, "rate_limit_reached_error", INVALID, message);
    }

    static Refusal tooManyTokens() {
        return new Refusal(429, "rate_limit_reached_error", INVALID, "Rate limit reached for TPM", 1);
    }

    static Refusal broken() {
        return of(500, "internal_error", "internal_error", "Internal Server Error");
    }

    static Refusal overloaded() {
        return of(
                503, "service_unavailable_error", "service_unavailable_error", "Service is too busy. Try again later.");
    }

    int status() {
        return status;
    }

    void answer(HttpServerResponse response) {
        if (retryAfterSeconds > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
        }
        JsonObject error = new JsonObject()
                .put("message", getMessage())
                .put("type", type)
                .put("param", null)
                .put("code", code);
        Answers.json(response, status, new JsonObject().put("error", error).toBuffer());
    }
}

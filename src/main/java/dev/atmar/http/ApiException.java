package dev.atmar.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * A failure with the status and the words the caller is told, in OpenAI's error shape; without a stack trace,
 * for it is an answer and not a bug.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String param;
    private final String code;
    private final int retryAfterSeconds;

    private ApiException(int status, String type, String param, String code, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * @param status HTTP status, 400 to 599
     * @param code a stable word for programs, e.g. {@code upstream_refused}
     */
    public static ApiException of(int status, String code, String message) {
        return new ApiException(status, typeOf(status), null, code, message, 0);
    }

    /** 400: the request cannot be served as it is. {@code param} names the field at fault. */
    public static ApiException badRequest(String param, String complaint) {
        return badRequest(param, "invalid_value", complaint);
    }

    /** 400 with a code of its own. The message is {@code param: complaint}. */
    public static ApiException badRequest(String param, String code, String complaint) {
        return new ApiException(400, typeOf(400), param, code, param + ": " + complaint, 0);
    }

    /** 413. */
    static ApiException bodyTooLarge() {
        String message = "body: longer than the setting max_body_bytes allows";
        return new ApiException(413, typeOf(413), "body", "body_too_large", message, 0);
    }

    /** 429 or 503: come again after so many seconds, which the answer's {@code retry-after} says. */
    public static ApiException busy(int status, String code, String message, int retryAfterSeconds) {
        return new ApiException(status, typeOf(status), null, code, message, retryAfterSeconds);
    }

    /**
     * An upstream's own error, passed on as it is.
     *
     * @param type null where the upstream said none
     * @param param the field at fault, or null
     */
    public static ApiException passedOn(
            int status, String type, String param, String code, String message, int retryAfterSeconds) {
        return new ApiException(status, type == null ? typeOf(status) : type, param, code, message, retryAfterSeconds);
    }

    /** The same with other words. */
    public ApiException saying(String message) {
        return new ApiException(status, type, param, code, message, retryAfterSeconds);
    }

    /** 499: nobody is there to be answered; it ends the work, and is told to whoever waits for its outcome. */
    public static ApiException callerGone() {
        return of(499, "caller_gone", "the caller left");
    }

    /** 502: more came than is kept in memory. */
    public static ApiException answerTooLarge() {
        return of(502, "answer_too_large", "the answer is longer than max_answer_bytes allows");
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            case 502 -> "upstream_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** A stable word for programs. */
    public String code() {
        return code;
    }

    /** The field at fault, or null. */
    public String param() {
        return param;
    }

    /** Seconds for {@code retry-after}; 0: none. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** {@code {"error": {"message", "type", "param", "code"}}}. */
    public JsonObject toJson() {
        JsonObject error = new JsonObject()
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return new JsonObject().put("error", error);
    }

    /** {@link #toJson} as the body of an answer. */
    public Buffer toBuffer() {
        return toJson().toBuffer();
    }
}

package dev.atmar.lab;

import dev.atmar.http.Failures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What became of one request of a volley.
 *
 * @param nanos from the volley's start, when every request should have been sent, to the end of this answer
 * @param running what the lab counted; 0 when it did not answer 200
 * @param error the kind of failure, {@code http_503} or {@code timeout} and so on; null when there was none. A ping's
 *     answer is an {@code unexpected_answer}, for nothing slept
 * @param reason the words of a refusal; null when there were none
 */
record Reply(long nanos, int running, String error, String reason) {
    private static final int NOT_IMPLEMENTED = 501;
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** Reads the answer, which has to be short; whatever goes wrong is a reply too. */
    static Future<Reply> read(Future<HttpClientResponse> answer, long volleyStart) {
        return answer.compose(head -> body(head).map(body -> of(head, body, volleyStart)))
                .otherwise(failure -> failed(failure, volleyStart));
    }

    private static Future<Buffer> body(HttpClientResponse head) {
        String length = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean isShort = length != null && length.matches("[0-9]{1,9}") && Integer.parseInt(length) <= LONGEST_ANSWER;
        return isShort ? head.body() : head.end().map(Buffer.buffer());
    }

    private static Reply of(HttpClientResponse head, Buffer body, long volleyStart) {
        long nanos = System.nanoTime() - volleyStart;
        if (head.statusCode() != 200) {
            return new Reply(nanos, 0, "http_" + head.statusCode(), reason(body));
        }
        String running = head.getHeader("x-running");
        boolean slept = running != null && running.matches("[1-9][0-9]{0,8}");
        return slept
                ? new Reply(nanos, Integer.parseInt(running), null, null)
                : new Reply(nanos, 0, "unexpected_answer", "the answer is not that of a lab's sleep");
    }

    private static Reply failed(Throwable failure, long volleyStart) {
        return new Reply(
                System.nanoTime() - volleyStart, 0, Failures.of(failure).code(), null);
    }

    private static String reason(Buffer body) {
        try {
            return body.toJsonObject().getJsonObject("error", new JsonObject()).getString("message");
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    boolean isOk() {
        return error == null;
    }

    boolean isNotAvailable() {
        return ("http_" + NOT_IMPLEMENTED).equals(error);
    }
}

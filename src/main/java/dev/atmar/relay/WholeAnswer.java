package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.JsonBlank;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * An upstream's answer read to its end, within a budget of bytes.
 *
 * @param status the upstream's
 * @param body JSON, leading blanks dropped
 * @param retryAfterSeconds the upstream's; 0 when it said nothing that can be read
 */
record WholeAnswer(int status, Buffer body, int retryAfterSeconds) {
    /** Bytes that may still be read, by one call or by several together. */
    static final class Budget {
        private long left;

        Budget(long bytes) {
            left = bytes;
        }

        private boolean take(int bytes) {
            left -= bytes;
            return left >= 0;
        }
    }

    /** Fails with 502 for an answer that is too long, cut short, blank or not JSON. */
    static Future<WholeAnswer> read(Exchange exchange, Budget budget) {
        Buffer body = Buffer.buffer();
        return exchange.read(chunk -> collect(exchange, budget, body, chunk)).map(whole -> judge(exchange, body));
    }

    private static void collect(Exchange exchange, Budget budget, Buffer body, Buffer chunk) {
        if (budget.take(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            exchange.fail(ApiException.answerTooLarge());
        }
    }

    private static WholeAnswer judge(Exchange exchange, Buffer body) {
        int first = JsonBlank.firstIndex(body);
        if (first == body.length()) {
            throw JsonAnswer.blank(exchange.head());
        }
        JsonAnswer.require(exchange.head(), body.getByte(first));
        Buffer json = body.slice(first, body.length());
        if (!JsonAnswer.isWhole(json)) {
            throw JsonAnswer.notJson(exchange.head());
        }
        return new WholeAnswer(
                exchange.head().statusCode(),
                json,
                retryAfterSeconds(exchange.head().getHeader(HttpHeaders.RETRY_AFTER)));
    }

    /** What the header {@code retry-after} says; 0 when it is not there, or is a date. */
    static int retryAfterSeconds(String seconds) {
        return seconds != null && seconds.matches("\\d{1,6}") ? Integer.parseInt(seconds) : 0;
    }
}

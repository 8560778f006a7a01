package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Collected;
import dev.atmar.http.RetryAfter;
import dev.atmar.http.json.JsonBlank;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * An upstream's answer read to its end, within a budget of bytes.
 *
 * @param status the upstream's
 * @param body leading blanks dropped
 * @param retryAfterSeconds the upstream's; 0 when it said nothing that can be read
 */
record WholeAnswer(int status, Buffer body, int retryAfterSeconds) {
    /** Bytes that may still be read, by one call or by several together. */
    static final class Budget {
        private final BodyRoom.Share share;
        private long left;

        /**
         * @param share of the room that all answers have, to be given back when they are held no longer
         */
        Budget(long bytes, BodyRoom.Share share) {
            this.left = bytes;
            this.share = share;
        }

        /**
         * @throws ApiException 502 beyond the budget, 503 where others hold too much
         */
        void take(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw ApiException.answerTooLarge();
            }
            if (!share.take(bytes)) {
                throw BodyRoom.full();
            }
        }
    }

    /**
     * Whatever it is, maybe nothing at all. Fails with 502 for an answer that is too long or cut short, and with 503
     * where there is no room for it.
     */
    static Future<WholeAnswer> read(Exchange exchange, Budget budget) {
        Collected body = new Collected(exchange.head().getHeader(HttpHeaders.CONTENT_LENGTH));
        return exchange.read(chunk -> collect(budget, body, chunk)).map(whole -> of(exchange, body.bytes()));
    }

    /** Fails with 502 also for what is blank or not JSON. */
    static Future<WholeAnswer> readJson(Exchange exchange, Budget budget) {
        return read(exchange, budget).map(answer -> requireJson(exchange, answer));
    }

    /** What is thrown here ends the exchange. */
    private static void collect(Budget budget, Collected body, Buffer chunk) {
        budget.take(chunk.length());
        body.add(chunk);
    }

    private static WholeAnswer of(Exchange exchange, Buffer body) {
        return new WholeAnswer(
                exchange.head().statusCode(),
                body.slice(JsonBlank.firstIndex(body), body.length()),
                RetryAfter.seconds(exchange.head().getHeader(HttpHeaders.RETRY_AFTER)));
    }

    private static WholeAnswer requireJson(Exchange exchange, WholeAnswer answer) {
        if (answer.body.length() == 0) {
            throw JsonAnswer.blank(exchange.head());
        }
        JsonAnswer.require(exchange.head(), answer.body.getByte(0));
        if (!JsonAnswer.isWhole(answer.body)) {
            throw JsonAnswer.notJson(exchange.head());
        }
        return answer;
    }
}

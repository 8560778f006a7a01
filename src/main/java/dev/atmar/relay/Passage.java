package dev.atmar.relay;

import dev.atmar.http.json.JsonBlank;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes an upstream's answer on, its status and bytes unchanged, as fast as the caller reads. The head is held until
 * the first byte that is not blank, so that what turns out to be no answer can still become an error; an event stream
 * starts at once. An answer that is cut short resets the caller's connection and never looks whole.
 */
final class Passage {
    static final List<CharSequence> PASSED_ON =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.RETRY_AFTER, HttpHeaders.createOptimized("server-timing"));

    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final HttpServerRequest request;
    private final HttpServerResponse out;
    private final long idleMillis;
    private final Consumer<HttpServerResponse> beforeHead;
    private final EndOfAnswer whole;
    private int blanks;
    private boolean open;

    private Passage(
            Exchange exchange, HttpServerRequest request, long idleMillis, Consumer<HttpServerResponse> beforeHead) {
        this.exchange = exchange;
        this.answer = exchange.head();
        this.request = request;
        this.out = request.response();
        this.idleMillis = idleMillis;
        this.beforeHead = beforeHead;
        this.whole = new EndOfAnswer(answer);
    }

    /**
     * Done when the caller has taken all of it, or was given an error in its place.
     *
     * @param idleMillis how long what is written last may lie unread
     * @param beforeHead called just before the answer's head is written
     */
    static Future<Void> pass(
            Exchange exchange, HttpServerRequest request, long idleMillis, Consumer<HttpServerResponse> beforeHead) {
        return new Passage(exchange, request, idleMillis, beforeHead).start();
    }

    private Future<Void> start() {
        if (JsonAnswer.isEventStream(answer)) {
            openStream();
        }
        return exchange.read(this::pass).compose(ended -> end()).onFailure(this::fail);
    }

    /** Over HTTP/1.0, which knows no chunks, the head waits for the first bytes. */
    private void openStream() {
        copyHead();
        out.setChunked(true).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("x-accel-buffering", "no");
        if (request.version() != HttpVersion.HTTP_1_0) {
            out.writeHead();
        }
        open = true;
    }

    private void pass(Buffer chunk) {
        Buffer rest = chunk;
        if (!open) {
            int first = JsonBlank.firstIndex(chunk);
            blanks += first;
            if (first == chunk.length() || !openJson(chunk.getByte(first))) {
                return;
            }
            rest = chunk.slice(first, chunk.length());
        }
        if (!JsonAnswer.isEventStream(answer)) {
            whole.passed(rest);
        }
        out.write(rest);
        Caller.keepPace(request, exchange);
    }

    private boolean openJson(byte first) {
        try {
            JsonAnswer.require(answer, first);
        } catch (RuntimeException e) {
            exchange.fail(e);
            return false;
        }
        copyHead();
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            out.setChunked(true);
        } else {
            out.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(Long.parseLong(length) - blanks));
        }
        open = true;
        return true;
    }

    private void copyHead() {
        out.setStatusCode(answer.statusCode());
        PASSED_ON.forEach(name ->
                answer.headers().getAll(name).forEach(value -> out.headers().add(name, value)));
        beforeHead.accept(out);
    }

    private void fail(Throwable failure) {
        if (!open) {
            beforeHead.accept(out);
        }
        Caller.fail(request, failure);
    }

    private Future<Void> end() {
        if (!open) {
            return Future.failedFuture(JsonAnswer.blank(answer));
        }
        whole.require();
        Future<Void> taken = out.end();
        return taken.isComplete()
                ? taken
                : taken.timeout(idleMillis, TimeUnit.MILLISECONDS).onFailure(unread -> Caller.cutOff(request));
    }
}

package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.Failures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one response that the caller of a chat gets, whichever attempts it is made of. Its head goes out once: an event
 * stream's before it is known whether this attempt succeeds, and then only another stream can follow.
 */
final class ChatResponse {
    private final HttpServerRequest request;
    private final HttpServerResponse out;
    private final AnswerHeaders headers;
    private final Consumer<HttpServerResponse> beforeHead;
    private final long idleMillis;
    private boolean stream;
    private boolean begun;

    /**
     * @param idleMillis how long what is written last may lie unread
     */
    ChatResponse(
            HttpServerRequest request,
            AnswerHeaders headers,
            Consumer<HttpServerResponse> beforeHead,
            long idleMillis) {
        this.idleMillis = idleMillis;
        this.request = request;
        this.out = request.response();
        this.headers = headers;
        this.beforeHead = beforeHead;
    }

    /** Over HTTP/1.0, which knows no chunks, the head waits for the first bytes, and the end is the connection's. */
    void openStream(HttpClientResponse answer) {
        if (stream || out.headWritten() || out.closed()) {
            return;
        }
        copyHead(answer);
        out.setChunked(true).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("x-accel-buffering", "no");
        beforeHead.accept(out);
        if (request.version() != HttpVersion.HTTP_1_0) {
            out.writeHead();
        }
        stream = true;
    }

    /** The head of an answer that is not held any longer. */
    void openPlain(HttpClientResponse answer, long length) {
        copyHead(answer);
        if (length < 0) {
            out.setChunked(true);
        } else {
            out.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        beforeHead.accept(out);
        begun = true;
    }

    /** All of an answer at once. */
    void whole(HttpClientResponse answer, Buffer body) {
        if (!out.closed()) {
            openPlain(answer, body.length());
            end(body);
        }
    }

    private void copyHead(HttpClientResponse answer) {
        out.setStatusCode(answer.statusCode());
        headers.pass(answer.headers(), out.headers());
    }

    /** Passes bytes on; while the caller does not keep up, the upstream is not read. */
    void write(Exchange exchange, Buffer bytes) {
        if (bytes.length() == 0 || out.ended() || out.closed()) {
            return;
        }
        out.write(bytes);
        Caller.keepPace(request, exchange);
    }

    /** Writes the last of it; a caller who does not take it in time is cut off. */
    void end(Buffer last) {
        if (!out.ended() && !out.closed()) {
            Future<Void> taken = Answers.end(request, last, idleMillis);
            if (!taken.isComplete()) {
                taken.timeout(idleMillis, TimeUnit.MILLISECONDS).onFailure(unread -> Caller.cutOff(request));
            }
        }
    }

    /** What was written last, or is next, is of an answer that no other one can replace. */
    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isStream() {
        return stream;
    }

    /**
     * An error in an answer's place; an error event where the head is a stream's, which then ends without
     * {@code [DONE]}; a reset where half of an answer is out.
     */
    void fail(Throwable failure) {
        if (out.ended() || out.closed()) {
            return;
        }
        if (stream) {
            end(Buffer.buffer("data: " + Failures.of(failure).toJson().encode() + "\n\n"));
            return;
        }
        if (!out.headWritten()) {
            beforeHead.accept(out);
        }
        Caller.fail(request, failure);
    }
}

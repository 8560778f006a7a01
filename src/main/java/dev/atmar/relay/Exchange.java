package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Timeouts;
import dev.atmar.settings.RelaySettings;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * One call to an upstream, from the wait for a connection to the last byte of the answer. It ends once, whoever ends
 * it: the answer, a fault, a deadline, or the caller who left; in all cases but the first the upstream is reset.
 */
final class Exchange {
    private static final ApiException NOT_HTTP = ApiException.of(
            502, "upstream_not_http", "what the upstream answered is not HTTP, or broke off in its head");

    private static final ApiException NOT_HTTP2 = ApiException.of(
            502,
            "upstream_not_http2",
            "the upstream did not begin to speak HTTP/2, as this account's settings say it does");

    private final Deadlines deadlines;
    private final BodyRoom room;
    private final Promise<Void> end = Promise.promise();
    private HttpClientRequest request;
    private Reading reading;
    private HttpClientResponse response;
    private Progress progress;

    /**
     * @param room for what of the answer is held
     */
    Exchange(Vertx vertx, Timeouts firstLook, RelaySettings settings, Patience patience, BodyRoom room) {
        this.room = room;
        deadlines = new Deadlines(vertx, firstLook, settings, patience, this::fail);
    }

    /**
     * Sends as soon as there is a connection; done when the answer's head is there.
     *
     * @param connection the request on a connection of its own, or the failure to get one
     * @param sent is run when it is written
     */
    Future<Exchange> send(Future<HttpClientRequest> connection, Buffer body, Runnable sent) {
        Promise<Exchange> head = Promise.promise();
        end.future().onFailure(head::tryFail);
        connection
                .recover(Exchange::notConnected)
                .compose(connected -> write(connected, body, sent))
                .onSuccess(answer -> head.tryComplete(this))
                .onFailure(this::fail);
        return head.future();
    }

    private static Future<HttpClientRequest> notConnected(Throwable failure) {
        if (failure instanceof Http2Exception) {
            return Future.failedFuture(NOT_HTTP2);
        }
        if (failure == ConnectionBase.CLOSED_EXCEPTION) {
            return Future.failedFuture(new HttpClosedException("closed before it said anything"));
        }
        boolean late = failure instanceof TimeoutException || failure instanceof ConnectTimeoutException;
        return Future.failedFuture(
                late ? ApiException.of(504, "connect_timeout", "no connection to the upstream in time") : failure);
    }

    private Future<?> write(HttpClientRequest connected, Buffer body, Runnable sent) {
        request = connected;
        reading = Reading.begin(connected.connection());
        request.exceptionHandler(this::broken);
        if (end.future().isComplete()) {
            request.reset();
            return end.future();
        }
        deadlines.sent();
        Future<?> answer = request.send(body).onSuccess(this::headArrived).onFailure(this::broken);
        sent.run();
        return answer;
    }

    private void headArrived(HttpClientResponse answer) {
        answer.pause();
        answer.exceptionHandler(this::broken);
        response = answer;
        if (answer.statusCode() < 200 || answer.statusCode() > 999) {
            fail(NOT_HTTP);
            return;
        }
        progress = new Progress(JsonAnswer.isEventStream(answer));
        deadlines.headArrived();
    }

    /** Once connected, what the decoder throws can only be about the upstream's bytes, and has no type of its own. */
    private void broken(Throwable why) {
        boolean tls = why.getCause() instanceof SSLException;
        boolean undecodable = !tls
                && (why instanceof CodecException
                        || why instanceof Http2Exception
                        || why instanceof IllegalArgumentException);
        fail(undecodable ? NOT_HTTP : why);
    }

    HttpClientResponse head() {
        return response;
    }

    /** For what of the answer is held; to be given back by whoever takes it. */
    BodyRoom.Share share() {
        return room.share();
    }

    /** Told before the future of {@link #read} is, where it was asked for before. */
    Future<Void> ended() {
        return end.future();
    }

    /**
     * Lets the body come, chunk by chunk; the future is done when the answer ended whole, and fails otherwise.
     *
     * @param eachChunk gets none once the exchange has ended; what it throws ends it
     */
    Future<Void> read(Consumer<Buffer> eachChunk) {
        response.handler(chunk -> arrived(chunk, eachChunk));
        response.endHandler(whole -> finish());
        response.resume();
        return end.future();
    }

    private void arrived(Buffer chunk, Consumer<Buffer> eachChunk) {
        if (end.future().isComplete()) {
            return;
        }
        deadlines.bytesArrived(progress.isIn(chunk));
        try {
            eachChunk.accept(chunk);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Reads no more until {@link #goOn}, for the caller does not keep up. */
    void holdBack() {
        response.pause();
        reading.stop();
        deadlines.heldBack();
    }

    void goOn() {
        deadlines.goesOn();
        reading.goOn();
        response.resume();
    }

    void callerGone() {
        fail(ApiException.callerGone());
    }

    private void finish() {
        deadlines.stop();
        reading.goOn();
        end.tryComplete();
    }

    void fail(Throwable why) {
        deadlines.stop();
        if (end.tryFail(why) && request != null) {
            request.reset();
            reading.goOn();
            forgetTheRest();
        }
    }

    /** What came of the answer and lies unread takes memory until it is read, and the connection's close waits behind it. */
    private void forgetTheRest() {
        if (response != null) {
            response.resume();
        }
    }
}

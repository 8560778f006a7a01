package dev.atmar.load.call;

import dev.atmar.load.call.Timings.Sending;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Calls over HTTP/1.1: as many connections to a host as there are requests in flight, so that none waits in the
 * pool; no redirects, no compression. Times and bounds are the call's and the options.
 */
final class HttpCalls {
    private static final String EVENT_STREAM = "text/event-stream";

    private final HttpClientAgent client;
    private final CallOptions options;
    private final MultiMap headers;
    private long opened;
    private final Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());

    HttpCalls(Vertx vertx, CallOptions options) {
        this.options = options;
        this.headers = headers(options);
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout((int) options.timeoutMillis()))
                .with(new PoolOptions()
                        .setHttp1MaxSize(options.connections())
                        .setMaxWaitQueueSize(options.connections()))
                .withConnectHandler(this::opened)
                .build();
    }

    private static MultiMap headers(CallOptions options) {
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, "application/json")
                .set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        options.headers().forEach(headers::set);
        return headers;
    }

    /** What breaks on a connection is told by the call on it; without a handler it would be logged beside that. */
    private void opened(HttpConnection connection) {
        connection.exceptionHandler(told -> {});
        unused.add(connection);
        opened++;
        connection.closeHandler(closed -> unused.remove(connection));
    }

    /** A failure after the call has ended, say by its deadline, is ignored by the call; a late request is reset. */
    void make(Call call, Target.Web to) {
        client.request(addressed(to))
                .compose(request -> send(request, call))
                .onSuccess(response -> read(response, call))
                .onFailure(call::fail);
    }

    /** The connect timeout bounds the wait for a connection too, so that no call waits on after its deadline. */
    private RequestOptions addressed(Target.Web to) {
        return to.address()
                .toOptions(HttpMethod.valueOf(options.method()), options.timeoutMillis())
                .setHeaders(headers);
    }

    /** Without an exception handler of its own a request that is reset is logged as severe. */
    private Future<HttpClientResponse> send(HttpClientRequest request, Call call) {
        request.exceptionHandler(call::fail);
        boolean isNew = unused.remove(request.connection());
        call.onReset(request::reset);
        if (call.hasEnded()) {
            return request.response();
        }
        call.sent(isNew ? Sending.ON_NEW_CONNECTION : Sending.ON_OPEN_CONNECTION);
        Buffer body = options.body() == null ? call.task().params() : options.body();
        return body == null ? request.send() : request.send(body);
    }

    private void read(HttpClientResponse response, Call call) {
        call.firstByte();
        call.told(response.headers());
        int status = response.statusCode();
        TokenMeter meter = meter(response, call);
        AnswerBody body = new AnswerBody(meter == null && call.expect().wantsBody(status), options.maxAnswerBytes());
        response.exceptionHandler(call::fail);
        response.endHandler(end -> {
            call.told(response.trailers());
            call.answered(status, body.whole());
        });
        response.handler(chunk -> {
            long now = meter == null ? 0 : System.nanoTime();
            call.arrived(chunk);
            if (!body.add(chunk)) {
                call.fail(AnswerBody.tooLarge(options.maxAnswerBytes()));
            } else if (meter != null) {
                measure(meter.read(chunk, now), call);
            }
        });
    }

    /** Null unless it is a stream; one that is an error is read for its message. */
    private static TokenMeter meter(HttpClientResponse response, Call call) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean streams = type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
        if (!streams || response.statusCode() >= 400) {
            return null;
        }
        TokenMeter meter = new TokenMeter(call.expect() == Expect.JSON);
        call.streams(meter);
        return meter;
    }

    private static void measure(CallError fault, Call call) {
        if (fault != null) {
            call.fail(fault);
        }
    }

    long connectionsOpened() {
        return opened;
    }

    Future<Void> close() {
        return client.close();
    }
}

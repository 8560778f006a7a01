package dev.atmar.relay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.ConnectionBase;

/** Asks an upstream and leaves the answer's body unread, all on one loop, as in the relay. */
record Unread(Context loop, HttpClient client) {
    Future<HttpClientResponse> ask(RawPeer peer) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(peer.url());
        return Future.future(answer -> loop.runOnContext(
                turn -> client.request(options).compose(Unread::send).onComplete(answer)));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request) {
        request.exceptionHandler(failure -> {});
        return request.send("{}").onSuccess(HttpClientResponse::pause);
    }

    /** The channel is closed first, and its handlers are told by another task of the loop. */
    void awaitClosed(HttpClientResponse answer) {
        Await.await(((ConnectionBase) answer.request().connection()).closeFuture());
        awaitTurn();
        awaitTurn();
    }

    private void awaitTurn() {
        Await.await(Future.future(turned -> loop.runOnContext(turned::complete)));
    }

    static Future<Buffer> read(HttpClientResponse answer) {
        Promise<Buffer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.handler(body::appendBuffer);
        answer.endHandler(whole -> read.tryComplete(body));
        answer.exceptionHandler(read::tryFail);
        answer.resume();
        return read.future();
    }
}

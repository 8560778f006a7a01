package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Completion;
import dev.atmar.limit.Permit;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Key;
import dev.atmar.relay.watch.CallRecord;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * One attempt of a call: at one account, with one of its keys, as long as its permit is held.
 *
 * @param permit given back by {@link ChatCall}, which knows what the attempt's end says of the account
 */
record Attempt(Account account, Key key, Permit permit) {
    /** Sends, and has the answer delivered. Fails with a {@link Refusal} for 400 or more; whatever fails is reset. */
    <T> Future<T> run(
            Upstream upstream,
            Destination destination,
            ChatRequest request,
            Delivery<T> delivery,
            Cancellation caller,
            CallRecord record) {
        MultiMap headers = request.headers().set(HttpHeaders.AUTHORIZATION, key.authorization());
        Departure departure = new Departure(account::connected, permit::sent);
        record.account(account.name());
        record.sent();
        return upstream.post(
                        destination.target(account), headers, request.body(), request.patience(), caller, departure)
                .onSuccess(exchange -> exchange.ended().onComplete(ended -> record.upstreamEnded()))
                .onFailure(failure -> record.upstreamEnded())
                .compose(exchange -> Future.succeededFuture(exchange)
                        .compose(answer -> delivered(answer, delivery))
                        .onFailure(exchange::fail));
    }

    private <T> Future<T> delivered(Exchange exchange, Delivery<T> delivery) {
        int status = exchange.head().statusCode();
        if (status >= 400) {
            return Refusal.read(exchange, key::mask).compose(Future::failedFuture);
        }
        key.accepted();
        if (status >= 300) {
            return Future.failedFuture(Completion.notACompletion(status));
        }
        key.hideFrom(exchange.head().headers());
        return delivery.deliver(exchange);
    }

    /** What of its failure the caller is told: whatever the upstream says of a key, the key does not stand in it. */
    Throwable told(Throwable failure, Destination destination, ChatRequest request) {
        if (failure instanceof Refusal refusal) {
            if (destination.callersKey().isEmpty() && refusal.isOfTheKey()) {
                return refusal.ofAccount(account.name());
            }
            return request.openAi() ? refusal.asItWas() : refusal.inOurWords();
        }
        return failure instanceof ApiException known
                ? known.saying(Refusal.shortened(key.mask(known.getMessage())))
                : failure;
    }
}

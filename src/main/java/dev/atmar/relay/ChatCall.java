package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Completion;
import dev.atmar.limit.Permit;
import dev.atmar.limit.Turn;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Key;
import dev.atmar.relay.watch.CallRecord;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call of a chat upstream over all its attempts: it waits for a turn at one of its accounts, sends, has the answer
 * delivered, and after a failure does what {@link Retries} says. A permit is held from before the sending to the end of
 * the answer, and is given back before the next attempt waits.
 *
 * @param <T> what the delivery leaves to be answered
 */
final class ChatCall<T> {
    /** OpenAI's clients would try twice more what has been tried enough. */
    private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");

    private final ChatRelay relay;
    private final ChatRequest request;
    private final Delivery<T> delivery;
    private final Cancellation caller;
    private final CallRecord record;
    private final Retries retries;
    private final Promise<T> outcome = Promise.promise();
    private Destination destination;
    private Candidates candidates;
    private boolean sent;

    ChatCall(ChatRelay relay, ChatRequest request, Delivery<T> delivery, Cancellation caller, CallRecord record) {
        this.relay = relay;
        this.request = request;
        this.delivery = delivery;
        this.caller = caller;
        this.record = record;
        this.retries = new Retries(relay.settings().retry(), request.patience());
    }

    /** Done when the answer was delivered; fails with the last attempt's failure. */
    Future<T> run(Future<Destination> found) {
        found.onSuccess(where -> {
                    destination = where;
                    candidates = new Candidates(where, relay.accounts());
                    waitForTurn(false);
                })
                .onFailure(outcome::tryFail);
        return outcome.future();
    }

    /** As {@link #run}, and tells an HTTP caller of a failure. */
    Future<T> runFor(HttpServerResponse out, Future<Destination> found) {
        return run(found).onFailure(failure -> {
            if (out.headWritten()) {
                record.cut();
            } else if (sent && !out.closed()) {
                out.putHeader(SHOULD_RETRY, "false");
            }
            delivery.fail(failure);
        });
    }

    private void waitForTurn(boolean again) {
        if (caller.isCancelled()) {
            outcome.tryFail(ApiException.callerGone());
            return;
        }
        long deadline = request.patience().queueDeadlineNanos(relay.settings());
        Turn turn =
                new Turn(candidates.limiters(), request.caller(), request.body().length(), deadline, again, caller);
        record.waits();
        relay.accounts().limiters().acquire(turn).onSuccess(this::attempt).onFailure(why -> {
            record.endWait();
            outcome.tryFail(why);
        });
    }

    private void attempt(Permit permit) {
        record.queued(permit.waitedNanos());
        Account account = candidates.of(permit.limiter());
        Optional<Key> key = candidates.keyOf(account);
        if (key.isPresent()) {
            attempt(account, key.get(), permit);
        } else {
            permit.ignored();
            waitForTurn(true);
        }
    }

    private void attempt(Account account, Key key, Permit permit) {
        record.account(account.name());
        if (!sent) {
            account.retries().called();
        }
        sent = true;
        ask(account, key)
                .compose(exchange -> Future.succeededFuture(exchange)
                        .compose(head -> delivered(head, key))
                        .onFailure(exchange::fail))
                .onSuccess(answer -> {
                    permit.succeeded();
                    outcome.tryComplete(answer);
                })
                .onFailure(failure -> failed(account, key, permit, failure));
    }

    private Future<Exchange> ask(Account account, Key key) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .addAll(request.headers())
                .set(HttpHeaders.AUTHORIZATION, key.authorization());
        record.sent();
        return relay.upstream()
                .post(
                        destination.target(account),
                        headers,
                        request.body(),
                        request.patience(),
                        caller,
                        account::connected)
                .onSuccess(exchange -> exchange.ended().onComplete(ended -> record.upstreamEnded()))
                .onFailure(failure -> record.upstreamEnded());
    }

    private Future<T> delivered(Exchange exchange, Key key) {
        int status = exchange.head().statusCode();
        if (status >= 400) {
            return Refusal.read(exchange, key::mask).compose(Future::failedFuture);
        }
        key.accepted();
        if (status >= 300) {
            exchange.fail(Completion.notACompletion(status));
            return Future.failedFuture(Completion.notACompletion(status));
        }
        return delivery.deliver(exchange);
    }

    private void failed(Account account, Key key, Permit permit, Throwable failure) {
        Optional<Duration> pause = pause(account, key, permit, failure);
        permit.ignored();
        candidates.failed(account);
        if (pause.isEmpty() || delivery.begun() || caller.isCancelled()) {
            outcome.tryFail(told(failure, key));
        } else if (pause.get().isZero()) {
            waitForTurn(true);
        } else {
            pauseFor(pause.get());
        }
    }

    private void pauseFor(Duration pause) {
        record.waits();
        long timer = relay.vertx().setTimer(Math.max(1, pause.toMillis()), over -> {
            record.endWait();
            waitForTurn(true);
        });
        caller.onCancel(() -> {
            relay.vertx().cancelTimer(timer);
            outcome.tryFail(ApiException.callerGone());
        });
    }

    /** How long to wait before the next attempt; nothing: there is none. */
    private Optional<Duration> pause(Account account, Key key, Permit permit, Throwable failure) {
        if (delivery.begun() || caller.isCancelled()) {
            return Optional.empty();
        }
        if (!(failure instanceof Refusal refusal)) {
            return retried(retries.afterFailure(failure, account.retries(), candidates.isElsewhere(account)));
        }
        return switch (refusal.status()) {
            case 401 -> {
                key.unauthorized();
                yield anotherKey();
            }
            case 402 -> {
                key.withoutBalance();
                yield anotherKey();
            }
            case 429 -> {
                key.accepted();
                record.refused();
                OptionalInt stated = refusal.statedLimit();
                boolean alone = permit.refused(stated, stated.isPresent() ? Duration.ZERO : refusal.retryAfter());
                yield candidates.isElsewhere(account)
                        ? Optional.of(Duration.ZERO)
                        : retries.afterTooMany(refusal, alone);
            }
            default -> {
                key.accepted();
                yield retried(retries.afterFailure(failure, account.retries(), candidates.isElsewhere(account)));
            }
        };
    }

    /** A key that does not work is nothing to try again with; another one is, once. */
    private Optional<Duration> anotherKey() {
        return candidates.isKeyLeft() ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    private Optional<Duration> retried(Optional<Duration> pause) {
        pause.ifPresent(again -> record.retried());
        return pause;
    }

    /** Whatever the upstream says of the key, the caller does not read the key in it. */
    private Throwable told(Throwable failure, Key key) {
        if (failure instanceof Refusal refusal) {
            return request.openAi() ? refusal.asItWas() : refusal.inOurWords();
        }
        return failure instanceof ApiException known
                ? known.saying(Refusal.shortened(key.mask(known.getMessage())))
                : failure;
    }
}

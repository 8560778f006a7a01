package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Completion;
import dev.atmar.limit.Limiter;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
    private final Set<Account> failed = new HashSet<>();
    private Account failedLast;
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
        List<Limiter> among = relay.accounts().usable(destination.accounts()).stream()
                .sorted(Comparator.comparing((Account account) -> failed.contains(account))
                        .thenComparing(account -> account == failedLast))
                .map(Account::limiter)
                .toList();
        long deadline = request.patience().queueDeadlineNanos(relay.settings());
        Turn turn = new Turn(among, request.caller(), request.body().length(), deadline, again, caller);
        record.waits();
        relay.accounts().limiters().acquire(turn).onSuccess(this::attempt).onFailure(outcome::tryFail);
    }

    private void attempt(Permit permit) {
        record.queued(permit.waitedNanos());
        Account account = destination.accounts().stream()
                .filter(candidate -> candidate.limiter() == permit.limiter())
                .findFirst()
                .orElseThrow();
        Optional<Key> key = destination.callersKey().or(() -> keyOf(account));
        if (key.isPresent()) {
            attempt(account, key.get(), permit);
        } else {
            permit.ignored();
            waitForTurn(true);
        }
    }

    /** None when its keys, or the account itself, were benched while this call waited, and another account is not. */
    private Optional<Key> keyOf(Account account) {
        return account.choose().or(() -> isLastLeft(account) ? account.chooseAnyway() : Optional.empty());
    }

    private boolean isLastLeft(Account account) {
        return relay.accounts().usable(destination.accounts()).contains(account);
    }

    private void attempt(Account account, Key key, Permit permit) {
        record.account(account.name());
        if (!sent) {
            account.retries().called();
        }
        sent = true;
        ask(account, key)
                .compose(exchange -> delivered(exchange, key))
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
        failed.add(account);
        failedLast = account;
        if (pause.isEmpty() || delivery.begun() || caller.isCancelled()) {
            outcome.tryFail(told(failure, key));
        } else if (pause.get().isZero()) {
            waitForTurn(true);
        } else {
            pauseFor(pause.get());
        }
    }

    private void pauseFor(Duration pause) {
        long begun = System.nanoTime();
        long timer = relay.vertx().setTimer(Math.max(1, pause.toMillis()), over -> {
            record.queued(System.nanoTime() - begun);
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
            return retried(retries.afterFailure(failure, account.retries(), isElsewhere(account)));
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
                yield isElsewhere(account) ? Optional.of(Duration.ZERO) : retries.afterTooMany(refusal, alone);
            }
            default -> {
                key.accepted();
                yield retried(retries.afterFailure(failure, account.retries(), isElsewhere(account)));
            }
        };
    }

    /**
     * Whether there is room at an account that has not failed this call, which need not wait then. So only when an
     * account fails for the first time, or two without room would be asked in turns without a pause.
     */
    private boolean isElsewhere(Account account) {
        List<Account> others = destination.accounts().stream()
                .filter(other -> other != account && !failed.contains(other) && other.hasRoom())
                .toList();
        return !failed.contains(account) && relay.accounts().anyUsable(others);
    }

    /** A key that does not work is nothing to try again with; another one is, once. */
    private Optional<Duration> anotherKey() {
        boolean isThere = destination.callersKey().isEmpty() && relay.accounts().anyUsable(destination.accounts());
        return isThere ? Optional.of(Duration.ZERO) : Optional.empty();
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

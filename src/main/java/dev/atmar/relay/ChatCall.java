package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.limit.Permit;
import dev.atmar.limit.Turn;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Key;
import dev.atmar.relay.watch.CallRecord;
import io.vertx.core.Future;
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
            if (delivery.opened()) {
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
        relay.accounts()
                .limiters()
                .acquire(turn)
                .onSuccess(permit -> guarded(permit, () -> attempt(permit)))
                .onFailure(why -> {
                    record.endWait();
                    outcome.tryFail(why);
                });
    }

    private void attempt(Permit permit) {
        record.queued(permit.waitedNanos());
        Account account = candidates.of(permit.limiter());
        Optional<Key> key = candidates.keyOf(account);
        if (key.isPresent()) {
            run(new Attempt(account, key.get(), permit));
        } else {
            permit.ignored();
            waitForTurn(true);
        }
    }

    private void run(Attempt attempt) {
        if (!sent) {
            attempt.account().retries().called();
        }
        sent = true;
        attempt.run(relay.upstream(), destination, request, delivery, caller, record)
                .onSuccess(answer -> {
                    attempt.permit().succeeded();
                    outcome.tryComplete(answer);
                })
                .onFailure(failure -> guarded(attempt.permit(), () -> failed(attempt, failure)));
    }

    /** Whatever goes wrong here, the permit comes back and the call has an end. */
    private void guarded(Permit permit, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            permit.ignored();
            outcome.tryFail(e);
        }
    }

    private void failed(Attempt attempt, Throwable failure) {
        Optional<Duration> pause = pause(attempt, failure);
        attempt.permit().ignored();
        candidates.failed(attempt.account(), Retries.rest(failure));
        if (pause.isEmpty() || delivery.begun() || caller.isCancelled()) {
            outcome.tryFail(attempt.told(failure, destination, request));
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
    private Optional<Duration> pause(Attempt attempt, Throwable failure) {
        if (delivery.begun() || caller.isCancelled()) {
            return Optional.empty();
        }
        if (failure instanceof Refusal refusal) {
            return switch (refusal.status()) {
                case 401 -> {
                    attempt.key().unauthorized();
                    yield anotherKey();
                }
                case 402 -> {
                    attempt.key().withoutBalance();
                    yield anotherKey();
                }
                case 429 -> {
                    attempt.key().accepted();
                    yield afterTooMany(attempt, refusal);
                }
                default -> {
                    if (refusal.tellsThatTheKeyIsGood()) {
                        attempt.key().accepted();
                    }
                    yield afterFailure(attempt, failure);
                }
            };
        }
        return afterFailure(attempt, failure);
    }

    private Optional<Duration> afterTooMany(Attempt attempt, Refusal refusal) {
        record.refused();
        OptionalInt stated = refusal.statedLimit();
        boolean alone = attempt.permit().refused(stated, stated.isPresent() ? Duration.ZERO : refusal.retryAfter());
        return candidates.isElsewhere(attempt.account())
                ? Optional.of(Duration.ZERO)
                : retries.afterTooMany(refusal, alone);
    }

    private Optional<Duration> afterFailure(Attempt attempt, Throwable failure) {
        Account account = attempt.account();
        Optional<Duration> pause = retries.afterFailure(failure, account.retries(), candidates.isElsewhere(account));
        pause.ifPresent(again -> record.retried());
        return pause;
    }

    /** A key that does not work is nothing to try again with; another one is, once. */
    private Optional<Duration> anotherKey() {
        return candidates.isKeyLeft() ? Optional.of(Duration.ZERO) : Optional.empty();
    }
}

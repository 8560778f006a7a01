package dev.atmar.batch.send;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Requests and tokens a minute: the line in which attempts wait until both budgets have room for the first of them. */
final class Budgets {
    private final Vertx vertx;
    private final Optional<RateBudget> requests;
    private final Optional<RateBudget> tokens;
    private final Queue<Place> line = new ArrayDeque<>();
    private long timer = -1;

    private record Place(long tokens, Runnable turn) {}

    Budgets(Vertx vertx, SendOptions options) {
        long now = System.nanoTime();
        this.vertx = vertx;
        this.requests = Optional.ofNullable(options.requestsPerMinute()).map(rate -> new RateBudget(rate, now));
        this.tokens = Optional.ofNullable(options.tokensPerMinute()).map(rate -> new RateBudget(rate, now));
    }

    /** Runs it when its turn comes, maybe at once. */
    void enter(long estimatedTokens, Runnable turn) {
        line.add(new Place(estimatedTokens, turn));
        serve();
    }

    /** What an attempt really used, once it is known. */
    void correct(long estimatedTokens, long usedTokens) {
        tokens.ifPresent(budget -> budget.giveBack(System.nanoTime(), estimatedTokens - usedTokens));
    }

    /** Nobody waits any longer; what was to be run is given back. */
    List<Runnable> clear() {
        List<Runnable> waiting = new ArrayList<>();
        line.forEach(place -> waiting.add(place.turn()));
        line.clear();
        vertx.cancelTimer(timer);
        return waiting;
    }

    private void serve() {
        while (!line.isEmpty() && timer < 0) {
            long now = System.nanoTime();
            long wait = waitNanos(now, line.peek());
            if (wait > 0) {
                serveIn(wait);
                return;
            }
            Place next = line.remove();
            requests.ifPresent(budget -> budget.take(now, 1));
            tokens.ifPresent(budget -> budget.take(now, next.tokens()));
            next.turn().run();
        }
    }

    private long waitNanos(long now, Place next) {
        return Math.max(
                requests.map(budget -> budget.waitNanos(now, 1)).orElse(0L),
                tokens.map(budget -> budget.waitNanos(now, next.tokens())).orElse(0L));
    }

    private void serveIn(long nanos) {
        timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, rang -> {
            timer = -1;
            serve();
        });
    }
}

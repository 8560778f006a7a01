package dev.atmar.batch.send;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.CallOptions;
import dev.atmar.load.call.Calls;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.InFlight;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the calls of a batch. It lives on the event loop it was made on, and holds few tasks more than may be in flight:
 * it asks for the next ones as it gets room.
 */
public final class Sender {
    private static final long TICK_MILLIS = 10;
    private static final int LEAST_AHEAD = 16;
    private static final int MOST_AHEAD = 256;

    /** Tasks that wait for their next attempt beside all others, so that those that fail hold up nobody else. */
    private static final int MOST_PAUSING = 1000;

    private final Vertx vertx;
    private final SendOptions options;
    private final InFlightJournal journal;
    private final Consumer<News> desk;
    private final Origins origins;
    private final Budgets budgets;
    private final Calls calls;
    private final InFlight inFlight;
    private final Masked masked;
    private final Set<Errand> held = new LinkedHashSet<>();
    private long ticks = -1;
    private long deadline = -1;
    private int asked;
    private int pausing;
    private boolean stopping;
    private volatile int flying;

    /**
     * @param desk told on this loop; what it is told is never more than {@link #mostHeld} orders and as many wishes
     */
    public Sender(Vertx vertx, SendOptions options, InFlightJournal journal, Consumer<News> desk) {
        this.vertx = vertx;
        this.options = options;
        this.journal = journal;
        this.desk = desk;
        this.origins = new Origins(vertx, options.concurrency());
        this.budgets = new Budgets(vertx, options);
        this.calls = new Calls(vertx, callOptions(options));
        this.inFlight = new InFlight(options.timeout().toMillis());
        this.masked = new Masked(options.secrets());
    }

    private static CallOptions callOptions(SendOptions options) {
        return new CallOptions(
                "POST",
                options.headers(),
                null,
                options.timeout().toMillis(),
                options.concurrency().most(),
                options.maxAnswerBytes());
    }

    /** Orders that may be held at once. */
    public static int mostHeld(SendOptions.Concurrency concurrency) {
        return mostActive(concurrency) + MOST_PAUSING;
    }

    private static int mostActive(SendOptions.Concurrency concurrency) {
        return concurrency.auto() ? concurrency.most() : concurrency.most() + ahead(concurrency);
    }

    /** Tasks that wait here for their turn, so that a call that ends is followed by the next at once. */
    private static int ahead(SendOptions.Concurrency concurrency) {
        return Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, concurrency.most()));
    }

    public void begin() {
        ticks = vertx.setPeriodic(TICK_MILLIS, tick -> inFlight.expire(System.nanoTime()));
        ask();
    }

    /** All of them are held before the first one begins, which may ask for more. */
    public void add(List<Order> orders) {
        List<Errand> errands =
                orders.stream().map(order -> new Errand(order, this)).toList();
        held.addAll(errands);
        asked -= orders.size();
        errands.forEach(Errand::begin);
        ask();
    }

    /** Asks for as many as there is room for, and not one by one. */
    private void ask() {
        if (stopping) {
            return;
        }
        SendOptions.Concurrency concurrency = options.concurrency();
        int most = Math.min(mostActive(concurrency), Math.max(1, origins.limit()) + ahead(concurrency));
        int missing = most - (held.size() - Math.min(pausing, MOST_PAUSING)) - asked;
        if (missing >= Math.max(1, Math.min(4, most / 4))) {
            asked += missing;
            desk.accept(new News.Wanted(missing));
        }
    }

    /** Begins nothing more. What is in flight may finish in this time; then it is reset. May be called again, with less. */
    public void stop(Duration grace) {
        if (!stopping) {
            stopping = true;
            budgets.clear().forEach(Runnable::run);
            new ArrayList<>(held).forEach(Errand::giveUpWaiting);
        }
        vertx.cancelTimer(deadline);
        deadline = vertx.setTimer(Math.max(1, grace.toMillis()), over -> {
            inFlight.failAll(CallError.of(ErrorType.CANCELLED, "the batch was stopped"));
            endIfIdle();
        });
        endIfIdle();
    }

    private void endIfIdle() {
        if (stopping && held.isEmpty() && ticks >= 0) {
            vertx.cancelTimer(ticks);
            vertx.cancelTimer(deadline);
            ticks = -1;
            calls.close().onComplete(closed -> desk.accept(new News.Idle()));
        }
    }

    /** The errand is done, or given up. */
    void leave(Errand errand, News news) {
        held.remove(errand);
        desk.accept(news);
        ask();
        endIfIdle();
    }

    /** A call has left, or has ended. */
    void counted() {
        flying = inFlight.size();
        ask();
    }

    /** So many more, or fewer, wait for their next attempt. */
    void pauses(int change) {
        pausing += change;
        ask();
    }

    /** From any thread. */
    public int inFlight() {
        return flying;
    }

    boolean isStopping() {
        return stopping;
    }

    Vertx vertx() {
        return vertx;
    }

    SendOptions options() {
        return options;
    }

    Origins origins() {
        return origins;
    }

    Budgets budgets() {
        return budgets;
    }

    Calls calls() {
        return calls;
    }

    InFlight calling() {
        return inFlight;
    }

    InFlightJournal journal() {
        return journal;
    }

    Masked masked() {
        return masked;
    }
}

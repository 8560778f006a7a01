package dev.atmar.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many calls one account may have in flight, and who waits for it. Everything is guarded by the one lock of its
 * {@link Limiters}; permits are delivered outside it, on the waiters' own loops.
 */
public final class Limiter {
    private final String name;
    private final AdaptiveLimit limit;
    private final Limiters all;
    private final FairQueue queue = new FairQueue();
    private final Pause pause = new Pause();
    private final Alarm alarm;
    private final InFlight inFlight = new InFlight();
    private long refusals;

    Limiter(String name, AdaptiveLimit limit, Limiters all) {
        this.name = name;
        this.limit = limit;
        this.all = all;
        this.alarm = new Alarm(all.home(), this::look);
    }

    /** A connection to the account's upstream took so long to open; the limit grows no faster than refusals travel. */
    public void connected(Duration time) {
        List<Grant> grants;
        synchronized (all.lock()) {
            limit.connected(time.toNanos());
            grants = serve(all.now());
        }
        grants.forEach(Grant::deliver);
    }

    void sent(Permit permit) {
        List<Grant> grants;
        synchronized (all.lock()) {
            if (!inFlight.sent(permit)) {
                return;
            }
            long now = all.now();
            limit.sent(now, permit.grantedNanos());
            grants = serve(now);
        }
        grants.forEach(Grant::deliver);
    }

    void succeeded(Permit permit) {
        List<Grant> grants;
        synchronized (all.lock()) {
            if (!inFlight.ended(permit)) {
                return;
            }
            long now = all.now();
            inFlight.held(now - permit.grantedNanos());
            limit.answered(inFlight.calls() + 1, queue.waiting() > 0);
            grants = serve(now);
        }
        grants.forEach(Grant::deliver);
    }

    void ignored(Permit permit) {
        List<Grant> grants;
        synchronized (all.lock()) {
            if (!inFlight.ended(permit)) {
                return;
            }
            grants = serve(all.now());
        }
        grants.forEach(Grant::deliver);
    }

    boolean refused(Permit permit, OptionalInt stated, Duration held) {
        List<Grant> grants;
        boolean alone;
        synchronized (all.lock()) {
            if (!inFlight.ended(permit)) {
                return false;
            }
            long now = all.now();
            refusals++;
            alone = inFlight.calls() == 0;
            limit.refused(now, permit.grantedNanos(), inFlight.calls(), stated);
            pause.begin(now, held);
            grants = serve(now);
        }
        grants.forEach(Grant::deliver);
        return alone;
    }

    /** A permit, if there is room and nobody to be served before; else null. Called under the lock. */
    Permit permitNow(long now) {
        return queue.waiting() == 0 && hasRoom(now) ? grant(now, now) : null;
    }

    /** Called under the lock. */
    boolean hasPlaceFor(Turn turn) {
        return turn.again()
                || queue.waiting() < all.maxWaiting() && queue.bytes() + turn.bytes() <= all.maxWaitingBytes();
    }

    /** Called under the lock. */
    void enter(Waiter waiter) {
        queue.add(waiter);
    }

    /** Called under the lock. */
    void left(Waiter waiter) {
        queue.left(waiter);
        if (queue.waiting() == 0) {
            alarm.clear();
        }
    }

    /** Called under the lock: whom there is room for is let go, and when there may be room next is seen to. */
    List<Grant> serve(long now) {
        if (queue.waiting() == 0) {
            return List.of();
        }
        List<Grant> grants = new ArrayList<>();
        if (inFlight.calls() >= limit.limit() && inFlight.areOnTheirWay(limit.limit())) {
            limit.grow(now);
        }
        while (queue.waiting() > 0 && hasRoom(now)) {
            Waiter next = queue.next();
            next.leave();
            grants.add(new Grant(next, grant(now, next.sinceNanos())));
        }
        if (queue.waiting() > 0) {
            long pauseLeft = pause.left(now);
            alarm.set(now, pauseLeft > 0 ? pauseLeft : growsIn(now));
        }
        return grants;
    }

    private long growsIn(long now) {
        return inFlight.areOnTheirWay(limit.limit()) ? limit.growsIn(now) : AdaptiveLimit.NEVER;
    }

    private boolean hasRoom(long now) {
        return inFlight.calls() < limit.limit() && pause.left(now) == 0;
    }

    private Permit grant(long now, long since) {
        inFlight.granted();
        limit.granted(now, inFlight.calls());
        return new Permit(this, now, now - since);
    }

    private void look(long number) {
        List<Grant> grants;
        synchronized (all.lock()) {
            grants = alarm.rang(number) ? rang(all.now()) : List.of();
        }
        grants.forEach(Grant::deliver);
    }

    private List<Grant> rang(long now) {
        limit.rangLate(now - alarm.at());
        return serve(now);
    }

    /** When someone who found the queue full may come again. Called under the lock. */
    long waitNanos() {
        return (long) ((double) inFlight.meanHeldNanos() * (queue.waiting() + 1) / limit.limit());
    }

    public String name() {
        return name;
    }

    /** Whether a call would have its turn at once; by the time it asks it may be otherwise. */
    public boolean hasRoom() {
        synchronized (all.lock()) {
            return queue.waiting() == 0 && hasRoom(all.now());
        }
    }

    public int limit() {
        synchronized (all.lock()) {
            return limit.limit();
        }
    }

    public int inFlight() {
        synchronized (all.lock()) {
            return inFlight.calls();
        }
    }

    public int waiting() {
        synchronized (all.lock()) {
            return queue.waiting();
        }
    }

    /** Of the bodies of those who wait. */
    public long waitingBytes() {
        synchronized (all.lock()) {
            return queue.bytes();
        }
    }

    /** Calls the upstream has refused so far. */
    public long refusals() {
        synchronized (all.lock()) {
            return refusals;
        }
    }
}

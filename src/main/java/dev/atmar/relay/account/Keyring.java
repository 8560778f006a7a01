package dev.atmar.relay.account;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The keys of one account, and whose turn it is. Shared by event loops: one short lock guards keys and benches. */
final class Keyring {
    private final Object lock = new Object();
    private final List<Held> keys;
    private final Bench balance;
    private int next;

    /** No record: one would print the key. */
    private static final class Held {
        private final String text;
        private final Bench bench;

        private Held(String text, Bench bench) {
            this.text = text;
            this.bench = bench;
        }
    }

    /**
     * @param benchNanos the first rest of a bad key, or of the account without balance
     */
    Keyring(List<String> texts, LongSupplier nanoTime, long benchNanos) {
        keys = texts.stream()
                .map(text -> new Held(text, new Bench(lock, nanoTime, benchNanos)))
                .toList();
        balance = new Bench(lock, nanoTime, benchNanos);
    }

    static Keyring empty() {
        return new Keyring(List.of(), System::nanoTime, 0);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The next of the keys that may be used now; what has rested is given as a trial, once. */
    Optional<Key> choose() {
        synchronized (lock) {
            return balance.restsFor() == 0
                    ? least().filter(key -> key.bench.restsFor() == 0).map(this::use)
                    : Optional.empty();
        }
    }

    /** The next of the keys whose rest ends first, even if it has not ended; empty only when there is no key. */
    Optional<Key> chooseAnyway() {
        synchronized (lock) {
            return least().map(this::use);
        }
    }

    /** The same key, whatever it is used for: nothing is noted of it. */
    Optional<Key> borrow() {
        synchronized (lock) {
            return least().map(key -> Key.unremembered(key.text));
        }
    }

    /** Nanoseconds until {@link #choose} gives one; 0 when it does now, {@link Long#MAX_VALUE} when it never will. */
    long restsFor() {
        synchronized (lock) {
            return least().map(key -> Math.max(balance.restsFor(), key.bench.restsFor()))
                    .orElse(Long.MAX_VALUE);
        }
    }

    /** Called under the lock. Of those that rest equally long, the next in turn. */
    private Optional<Held> least() {
        Held least = null;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < keys.size(); i++) {
            Held key = keys.get((next + i) % keys.size());
            long rest = key.bench.restsFor();
            if (rest < shortest) {
                least = key;
                shortest = rest;
            }
        }
        return Optional.ofNullable(least);
    }

    /** Called under the lock. */
    private Key use(Held key) {
        next = (keys.indexOf(key) + 1) % keys.size();
        return new Key(key.text, key.bench.use(), balance.use());
    }
}

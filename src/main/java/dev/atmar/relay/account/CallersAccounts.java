package dev.atmar.relay.account;

import dev.atmar.limit.Limiter;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The accounts of callers' own keys, by fingerprint. The ones used last are remembered, up to a bound; beyond it an
 * account lives as long as a call holds it, and as long is found by others of the same key, so that no key ever has two.
 * Shared by event loops, behind one short lock.
 */
final class CallersAccounts {
    private final int most;
    private final Object lock = new Object();
    private final Map<String, Known> known = new HashMap<>();
    private final ReferenceQueue<Account> forgotten = new ReferenceQueue<>();
    private final LinkedHashMap<String, Account> recent = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Known extends WeakReference<Account> {
        private final String fingerprint;

        private Known(String fingerprint, Account account, ReferenceQueue<Account> forgotten) {
            super(account, forgotten);
            this.fingerprint = fingerprint;
        }
    }

    /**
     * @param most accounts that are remembered without a call that holds them
     */
    CallersAccounts(int most) {
        this.most = most;
    }

    /**
     * @param open makes the account when there is none; called under the lock
     */
    Account of(String fingerprint, Supplier<Account> open) {
        synchronized (lock) {
            clearForgotten();
            Known reference = known.get(fingerprint);
            Account account = reference == null ? null : reference.get();
            if (account == null) {
                account = open.get();
                known.put(fingerprint, new Known(fingerprint, account, forgotten));
            }
            remember(fingerprint, account);
            return account;
        }
    }

    CallersTotals totals() {
        List<Account> accounts = new ArrayList<>();
        synchronized (lock) {
            accounts.addAll(recent.values());
            known.forEach((fingerprint, reference) -> addInUse(accounts, fingerprint, reference.get()));
        }
        List<Limiter> limiters = accounts.stream().map(Account::limiter).toList();
        return new CallersTotals(
                limiters.size(),
                limiters.stream().mapToLong(Limiter::limit).sum(),
                limiters.stream().mapToLong(Limiter::inFlight).sum(),
                limiters.stream().mapToLong(Limiter::waiting).sum());
    }

    /** Called under the lock. One that is neither remembered nor in use only waits to be collected. */
    private void addInUse(List<Account> accounts, String fingerprint, Account account) {
        if (account != null && !recent.containsKey(fingerprint)) {
            Limiter limiter = account.limiter();
            if (limiter.inFlight() + limiter.waiting() > 0) {
                accounts.add(account);
            }
        }
    }

    /** Called under the lock. */
    private void remember(String fingerprint, Account account) {
        recent.put(fingerprint, account);
        if (recent.size() > most) {
            recent.remove(recent.keySet().iterator().next());
        }
    }

    /** Called under the lock. Another account may have taken the place of the one that was collected. */
    private void clearForgotten() {
        for (Reference<?> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            if (gone instanceof Known reference) {
                known.remove(reference.fingerprint, reference);
            }
        }
    }
}

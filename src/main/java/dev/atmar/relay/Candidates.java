package dev.atmar.relay;

import dev.atmar.limit.Limiter;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.account.Key;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts that one call may go to, and what it has seen of them: those that failed it are asked last. */
final class Candidates {
    private final Destination destination;
    private final Accounts accounts;

    /** With the {@link System#nanoTime} from which each may be asked again. */
    private final Map<Account, Long> failed = new HashMap<>();

    private Account failedLast;

    Candidates(Destination destination, Accounts accounts) {
        this.destination = destination;
        this.accounts = accounts;
    }

    /**
     * Of those that have a key to give, the one preferred first; at least one. One that asked to be left alone is only
     * among them when all have.
     */
    List<Limiter> limiters() {
        List<Account> usable = accounts.usable(destination.accounts());
        if (usable.size() == 1) {
            return List.of(usable.get(0).limiter());
        }
        List<Account> rested = usable.stream().filter(this::isRested).toList();
        return (rested.isEmpty() ? usable : rested)
                .stream()
                        .sorted(Comparator.comparing((Account account) -> failed.containsKey(account))
                                .thenComparing(account -> account == failedLast))
                        .map(Account::limiter)
                        .toList();
    }

    private boolean isRested(Account account) {
        Long until = failed.get(account);
        return until == null || until - System.nanoTime() <= 0;
    }

    /** Whose it is. */
    Account of(Limiter limiter) {
        for (Account account : destination.accounts()) {
            if (account.limiter() == limiter) {
                return account;
            }
        }
        throw new IllegalArgumentException(limiter.name() + " is not one of the call's");
    }

    /** None when its keys, or the account itself, were benched while the call waited, and another account is not. */
    Optional<Key> keyOf(Account account) {
        return destination
                .callersKey()
                .or(account::choose)
                .or(() -> isLastLeft(account) ? account.chooseAnyway() : Optional.empty());
    }

    private boolean isLastLeft(Account account) {
        return accounts.usable(destination.accounts()).contains(account);
    }

    /**
     * @param rest how long it is to be left alone
     */
    void failed(Account account, Duration rest) {
        failed.put(account, System.nanoTime() + rest.toNanos());
        failedLast = account;
    }

    /** Whether one of the relay's own keys is left to try. */
    boolean isKeyLeft() {
        return destination.callersKey().isEmpty() && accounts.anyUsable(destination.accounts());
    }

    /**
     * Whether there is room at an account that has not failed this call, which need not wait then. So only when
     * {@code account} fails for the first time, or two without room would be asked in turns without a pause.
     */
    boolean isElsewhere(Account account) {
        List<Account> others = destination.accounts().stream()
                .filter(other -> other != account && !failed.containsKey(other) && other.hasRoom())
                .toList();
        return !failed.containsKey(account) && accounts.anyUsable(others);
    }
}

package dev.atmar.relay;

import dev.atmar.limit.Limiter;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.account.Key;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The accounts that one call may go to, and what it has seen of them: those that failed it are asked last. */
final class Candidates {
    private final Destination destination;
    private final Accounts accounts;
    private final Set<Account> failed = new HashSet<>();
    private Account failedLast;

    Candidates(Destination destination, Accounts accounts) {
        this.destination = destination;
        this.accounts = accounts;
    }

    /** Of those that have a key to give, the one preferred first; at least one. */
    List<Limiter> limiters() {
        return accounts.usable(destination.accounts()).stream()
                .sorted(Comparator.comparing((Account account) -> failed.contains(account))
                        .thenComparing(account -> account == failedLast))
                .map(Account::limiter)
                .toList();
    }

    /** Whose it is. */
    Account of(Limiter limiter) {
        return destination.accounts().stream()
                .filter(account -> account.limiter() == limiter)
                .findFirst()
                .orElseThrow();
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

    void failed(Account account) {
        failed.add(account);
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
                .filter(other -> other != account && !failed.contains(other) && other.hasRoom())
                .toList();
        return !failed.contains(account) && accounts.anyUsable(others);
    }
}

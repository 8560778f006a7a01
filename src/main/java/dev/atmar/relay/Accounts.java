package dev.atmar.relay;

import dev.atmar.relay.watch.Metrics;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.Secret;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured accounts that have at least one key; the others are named in the log and left out. */
final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final List<Account> accounts;

    private Accounts(List<Account> accounts) {
        this.accounts = accounts;
    }

    static Accounts of(RelaySettings settings) {
        settings.accounts().forEach(Accounts::warnOfMissingKeys);
        return new Accounts(settings.accounts().stream()
                .filter(account -> !account.presentKeys().isEmpty())
                .map(account -> new Account(account, settings.queueRequests()))
                .toList());
    }

    private static void warnOfMissingKeys(AccountSettings account) {
        for (Secret key : account.keys()) {
            if (key.missing() != null) {
                LOG.warn("account {}: a key is left out: {}", account.name(), key.missing());
            }
        }
    }

    void show(Metrics metrics) {
        accounts.forEach(account -> account.show(metrics));
    }

    /** The account whose base URL is exactly this one: a configured key goes nowhere else. */
    Optional<Account> at(String baseUrl) {
        return accounts.stream()
                .filter(account -> account.url().equals(baseUrl))
                .findFirst();
    }
}

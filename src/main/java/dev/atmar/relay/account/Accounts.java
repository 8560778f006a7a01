package dev.atmar.relay.account;

import dev.atmar.limit.Limiter;
import dev.atmar.limit.Limiters;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.Secret;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of one relay, shared by its event loops: the configured ones, of which those with a key are pooled and
 * the others only tell where they are, and the ones of callers' own keys, which are opened as they come.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final RelaySettings settings;
    private final Limiters limiters;
    private final LongSupplier nanoTime;
    private final Origins origins = new Origins();
    private final Fingerprints fingerprints = new Fingerprints();
    private final RetryBudget.Totals callersRetries = new RetryBudget.Totals();
    private final CallersAccounts callers;
    private final List<Account> configured;
    private final List<Account> pooled;
    private final Map<String, Account> pooledByKey = new HashMap<>();
    private final Preference preference = new Preference();

    private Accounts(Vertx vertx, RelaySettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.limiters = new Limiters(vertx, settings.queueRequests(), settings.queueBytes());
        this.nanoTime = nanoTime;
        this.callers = new CallersAccounts(settings.callerAccounts());
        this.configured = settings.accounts().stream().map(this::configured).toList();
        this.pooled = configured.stream().filter(Account::pooled).toList();
    }

    /**
     * Accounts whose keys are missing are named in the log.
     *
     * @throws SettingsException when a key cannot be sent
     */
    public static Accounts of(Vertx vertx, RelaySettings settings) {
        return of(vertx, settings, System::nanoTime);
    }

    static Accounts of(Vertx vertx, RelaySettings settings, LongSupplier nanoTime) {
        settings.accounts().forEach(Accounts::warnOfMissingKeys);
        return new Accounts(vertx, settings, nanoTime);
    }

    private static void warnOfMissingKeys(AccountSettings account) {
        for (Secret key : account.keys()) {
            if (key.missing() != null) {
                LOG.warn("account {}: a key is left out: {}", account.name(), key.missing());
            }
        }
    }

    private Account configured(AccountSettings account) {
        Limiter limiter = account.fixedLimit().isPresent()
                ? limiters.fixed(account.name(), account.fixedLimit().getAsInt())
                : limiters.auto(account.name());
        List<String> keys = account.presentKeys();
        keys.forEach(key -> requireSendable(account.name(), key));
        Account opened = new Account(
                account.name(),
                account.url(),
                account.http().equals("2"),
                account.models(),
                new Keyring(keys, nanoTime, TimeUnit.MILLISECONDS.toNanos(settings.benchMs())),
                limiter,
                new RetryBudget(settings.retry().budgetPercent(), new RetryBudget.Totals()),
                origins);
        opened.settle();
        keys.forEach(key -> pooledByKey.putIfAbsent(fingerprints.of(opened.completions(), key), opened));
        return opened;
    }

    /** Another one would fail every call. */
    private static void requireSendable(String account, String key) {
        if (!Key.isSendable(key)) {
            throw new SettingsException(
                    "relay.accounts", account + ": a key is not usable in a header (expected: visible ASCII)");
        }
    }

    private Account ofCaller(String baseUrl) {
        return new Account(
                "callers",
                baseUrl,
                false,
                List.of("*"),
                Keyring.empty(),
                limiters.auto("callers"),
                new RetryBudget(settings.retry().budgetPercent(), callersRetries),
                origins);
    }

    /**
     * The account that a caller's own key is of. It is the configured one where that has this very key at this very
     * address; then the two share its limit. The key itself goes with the call, as {@link Key#ofCaller}. Whoever makes
     * the call holds on to the account until the call is over: for as long, others of the same key find the same one.
     *
     * @param baseUrl without a last slash
     */
    public Account ofCaller(String baseUrl, String key) {
        String fingerprint = fingerprints.of(Account.completions(baseUrl), key);
        Account shared = pooledByKey.get(fingerprint);
        return shared != null ? shared : callers.of(fingerprint, () -> ofCaller(baseUrl));
    }

    /** Those with keys, in the settings' order. */
    public List<Account> pooled() {
        return pooled;
    }

    /** Pooled accounts that serve the model, in the settings' order. */
    public List<Account> serving(String model) {
        return pooled.size() == 1 && pooled.get(0).serves(model)
                ? pooled
                : pooled.stream().filter(account -> account.serves(model)).toList();
    }

    /** Pooled accounts whose base URL is exactly this one, without a last slash: their keys go nowhere else. */
    public List<Account> at(String baseUrl) {
        return pooled.stream().filter(account -> account.url().equals(baseUrl)).toList();
    }

    /** The first configured account that serves the model, be its own key missing: a caller's own key goes there. */
    public Optional<Account> firstServing(String model) {
        for (Account account : configured) {
            if (account.serves(model)) {
                return Optional.of(account);
            }
        }
        return Optional.empty();
    }

    /** The first configured account, be its own key missing. */
    public Optional<Account> first() {
        return configured.stream().findFirst();
    }

    /**
     * Those that have a key to give now, the one with the most room first, then the one with the shortest queue; equals
     * take turns. When there is none, the one whose rest ends first, to be asked for a key with
     * {@link Account#chooseAnyway}. Takes nothing; empty only when nothing was given.
     */
    public List<Account> usable(List<Account> among) {
        return preference.usable(among);
    }

    /** Whether one of them has a key to give now. Takes nothing. */
    public boolean anyUsable(List<Account> among) {
        return among.stream().anyMatch(account -> account.restsFor() == 0);
    }

    /** Where turns are waited for. */
    public Limiters limiters() {
        return limiters;
    }

    /** For metrics, which do not tell callers' keys apart. */
    public CallersTotals callers() {
        return callers.totals();
    }

    @Override
    public String toString() {
        return pooled.toString();
    }
}

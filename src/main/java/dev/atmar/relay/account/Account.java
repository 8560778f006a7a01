package dev.atmar.relay.account;

import dev.atmar.http.WebAddress;
import dev.atmar.limit.Limiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An account at an upstream: where it is, what it serves, what it bears and, if it is a configured one, its keys. That
 * of a caller's own key holds no key: the key comes and goes with the call. Shared by event loops.
 */
public final class Account {
    private final String name;
    private final String url;
    private final boolean http2;
    private final List<String> models;
    private final Keyring keys;
    private final Limiter limiter;
    private final RetryBudget retries;
    private final Origins origins;
    private final WebAddress completions;
    private final WebAddress list;
    private final String origin;

    Account(
            String name,
            String url,
            boolean http2,
            List<String> models,
            Keyring keys,
            Limiter limiter,
            RetryBudget retries,
            Origins origins) {
        this.name = name;
        this.url = url;
        this.http2 = http2;
        this.models = models;
        this.keys = keys;
        this.limiter = limiter;
        this.retries = retries;
        this.origins = origins;
        this.completions = completions(url);
        this.list = WebAddress.of("url", url + "/models");
        this.origin = Origins.of(completions);
        origins.shortest(origin).ifPresent(limiter::connected);
    }

    /** Where questions go at such a base URL, without a last slash. */
    static WebAddress completions(String url) {
        return WebAddress.of("url", url + "/chat/completions");
    }

    /** The settings' name; {@code callers} for every account of a caller's own key. */
    public String name() {
        return name;
    }

    /** Whether it has keys of the settings; not so a caller's own, nor a configured one whose keys are missing. */
    public boolean pooled() {
        return !keys.isEmpty();
    }

    /** Base URL, without a last slash. */
    public String url() {
        return url;
    }

    /** Whether HTTP/2 is spoken to its upstream. */
    public boolean http2() {
        return http2;
    }

    /** Where questions go. */
    public WebAddress completions() {
        return completions;
    }

    /** Where the list of its models is. */
    public WebAddress models() {
        return list;
    }

    public Limiter limiter() {
        return limiter;
    }

    /** Whether a call would most likely have its turn at once; by the time it asks it may be otherwise. */
    public boolean hasRoom() {
        return limiter.hasRoom();
    }

    public RetryBudget retries() {
        return retries;
    }

    public boolean serves(String model) {
        return servesAny() || models.contains(model);
    }

    /** Whether its settings leave it to the upstream what there is. */
    public boolean servesAny() {
        return models.contains("*");
    }

    /** The models that the settings name. */
    public List<String> namedModels() {
        return models.stream().filter(model -> !model.equals("*")).toList();
    }

    /**
     * The next of its keys that may be used now, for one call; empty when all of them rest, or the account does. What
     * has rested long enough is given to one call as a trial.
     */
    public Optional<Key> choose() {
        return keys.choose();
    }

    /** The key whose rest ends first, in spite of it: for when nothing else is left. Empty only without keys. */
    public Optional<Key> chooseAnyway() {
        return keys.chooseAnyway();
    }

    /** A key for what is no completion, such as the list of models: neither asks benches nor tells them anything. */
    public Optional<Key> borrow() {
        return keys.borrow();
    }

    /** Nanoseconds until {@link #choose} gives a key; 0: it does now. */
    long restsFor() {
        return keys.restsFor();
    }

    /** It has taken so long to connect to its upstream, for all accounts at the same scheme, host and port. */
    public void connected(Duration time) {
        limiter.connected(time);
        origins.connected(origin, time).forEach(other -> other.connected(time));
    }

    /** It is here for good, and is told when another account at its origin is connected faster than any before. */
    void settle() {
        origins.settle(origin, limiter);
    }

    @Override
    public String toString() {
        return name + " at " + url;
    }
}

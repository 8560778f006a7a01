package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.account.Key;
import dev.atmar.relay.guard.Target;
import dev.atmar.relay.guard.TargetGuard;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Where a call may go, and with whose key: to accounts of the relay's, with their keys, or to one place with the
 * caller's own.
 *
 * @param accounts at least one
 * @param callersKey empty where the accounts' keys are used
 * @param place where the guard let it pass to; empty where it goes to the accounts' own addresses
 */
record Destination(List<Account> accounts, Optional<Key> callersKey, Optional<Target> place) {
    /** For {@code /a_deepseek/}: the base URL is the caller's; without a key of its own it must be an account's. */
    static Future<Destination> at(String url, ChatFields fields, Accounts accounts, TargetGuard guard) {
        if (WebAddress.of("url", url).uri().contains("?")) {
            throw ApiException.badRequest("url", "has a query (expected: a base URL, e.g. https://HOST/v1)");
        }
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        if (fields.apiKey().isEmpty()) {
            return Future.succeededFuture(pool(base, fields.model(), accounts));
        }
        String key = fields.apiKey().get();
        return guard.check("url", base + "/chat/completions")
                .map(place -> new Destination(
                        List.of(accounts.ofCaller(base, key)), Optional.of(Key.ofCaller(key)), Optional.of(place)));
    }

    private static Destination pool(String base, String model, Accounts accounts) {
        List<Account> here = accounts.at(base);
        if (here.isEmpty()) {
            throw ApiException.badRequest("api_key", "missing (expected: text; no account has this url)");
        }
        List<Account> serving =
                here.stream().filter(account -> account.serves(model)).toList();
        if (serving.isEmpty()) {
            throw unknownModel(model);
        }
        return new Destination(serving, Optional.empty(), Optional.empty());
    }

    /** For OpenAI's routes: the model decides. */
    static Destination serving(String model, Optional<String> callersKey, Accounts accounts) {
        Account first = accounts.firstServing(model).orElseThrow(() -> unknownModel(model));
        if (callersKey.isPresent()) {
            String key = callersKey.get();
            return new Destination(
                    List.of(accounts.ofCaller(first.url(), key)),
                    Optional.of(Key.ofCaller(key)),
                    Optional.of(Target.trusted(first.completions(), first.http2())));
        }
        List<Account> serving = accounts.serving(model);
        if (serving.isEmpty()) {
            throw ApiException.of(
                    401, "no_api_key", "no account that serves this model has a key (expected: your own key)");
        }
        return new Destination(serving, Optional.empty(), Optional.empty());
    }

    private static ApiException unknownModel(String model) {
        return ApiException.passedOn(
                404, null, "model", "model_not_found", "model: no account serves " + shortened(model), 0);
    }

    private static String shortened(String model) {
        return model.length() <= 100 ? model : model.substring(0, 100) + "…";
    }

    /** The very place of a call with one of the accounts. */
    Target target(Account account) {
        return place.orElseGet(() -> Target.trusted(account.completions(), account.http2()));
    }
}

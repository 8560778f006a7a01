package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.RawObject;
import dev.atmar.http.WebAddress;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.account.Key;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A question for a chat upstream, as {@code /deepseek/} and {@code /a_deepseek/} take it.
 *
 * @param url base URL, without a last slash
 * @param account the configured account whose key is used; empty when the caller sent one
 * @param key what the upstream is shown
 * @param stream whether the answer is asked for as server-sent events
 * @param arrived {@link System#nanoTime} from which its time counts
 * @param timeoutMillis bound of the whole call, the wait for its turn included
 * @param body what the upstream is sent: every field that is not the relay's own, as it came
 */
record ChatRequest(
        String url, Optional<Account> account, Key key, boolean stream, long arrived, long timeoutMillis, Buffer body) {
    private static final Set<String> OWN_FIELDS = Set.of("url", "api_key", "timeout_ms");

    /** For {@code /a_deepseek/}: the base URL is the caller's. */
    static ChatRequest of(RawObject request, RelaySettings settings, Accounts accounts, long timeoutMillis) {
        String url = request.text("url");
        if (WebAddress.of("url", url).uri().contains("?")) {
            throw ApiException.badRequest("url", "has a query (expected: a base URL, e.g. https://HOST/v1)");
        }
        return at(url, request, settings, accounts, timeoutMillis);
    }

    /** For {@code /deepseek/}: the base URL is the settings'. */
    static ChatRequest ofBaseline(RawObject request, RelaySettings settings, Accounts accounts) {
        return at(settings.deepseek().url(), request, settings, accounts, settings.totalMs());
    }

    private static ChatRequest at(
            String url, RawObject request, RelaySettings settings, Accounts accounts, long timeoutMillis) {
        request.text("model");
        request.list("messages");
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        Optional<String> callersKey = request.optionalText("api_key");
        Optional<Account> account = callersKey.isPresent()
                ? Optional.empty()
                : accounts.at(base).stream().findFirst();
        callersKey.ifPresent(key -> CallersKey.requireSendable("api_key", key));
        Key key = callersKey
                .map(Key::ofCaller)
                .or(() -> account.flatMap(Account::chooseAnyway))
                .orElseThrow(ChatRequest::noKey);
        long timeout =
                request.optionalNumber("timeout_ms", 1, settings.totalMs()).orElse(timeoutMillis);
        return new ChatRequest(
                base, account, key, request.flag("stream"), System.nanoTime(), timeout, request.without(OWN_FIELDS));
    }

    private static ApiException noKey() {
        return ApiException.badRequest("api_key", "missing (expected: text; no account has this url)");
    }

    /** What is left of its time, in milliseconds, at least 1. */
    long remainingMillis() {
        return Math.max(1, timeoutMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrived));
    }

    String completionsUrl() {
        return url + "/chat/completions";
    }

    WebAddress address() {
        return WebAddress.of("url", completionsUrl());
    }

    MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.AUTHORIZATION, key.authorization());
    }

    /** Whatever the upstream says of the key, the caller does not read the key in it. */
    String withoutKey(String text) {
        return key.mask(text);
    }
}

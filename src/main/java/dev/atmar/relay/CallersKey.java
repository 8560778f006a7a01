package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.relay.account.Key;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** A caller's own upstream key, as the headers of a request bring it. */
final class CallersKey {
    private static final String HEADER = "x-upstream-key";
    private static final String BEARER = "Bearer ";

    private CallersKey() {}

    /**
     * What {@code x-upstream-key} says; without it, and without tokens, by which the bearer would be a token, what the
     * bearer says. Empty when there is neither, and always with {@code relay.caller_keys} off.
     *
     * @throws ApiException 400 for a key that no header could hold
     */
    static Optional<String> of(MultiMap headers, RelaySettings settings) {
        if (!settings.callerKeys()) {
            return Optional.empty();
        }
        Optional<String> named = key(HEADER, headers.get(HEADER));
        if (named.isPresent() || !settings.tokens().isEmpty()) {
            return named;
        }
        return key("authorization", bearer(headers.get(HttpHeaders.AUTHORIZATION)));
    }

    private static String bearer(String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length())
                : null;
    }

    private static Optional<String> key(String field, String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        requireSendable(field, value.strip());
        return Optional.of(value.strip());
    }

    /**
     * @param field that held it, for the error
     * @throws ApiException 400 for anything but visible ASCII
     */
    static void requireSendable(String field, String key) {
        if (!Key.isSendable(key)) {
            throw ApiException.badRequest(field, "not usable in a header (expected: visible ASCII)");
        }
    }
}

package dev.atmar.simulator;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The bearer of a request. Its text before the first dot is the account: {@code sk-a.1} and {@code sk-a.2} are two keys
 * of one. A key that contains {@code invalid} is refused, and the account of one that contains {@code broke} is empty.
 */
final class ApiKey {
    private static final String SCHEME = "Bearer ";

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /**
     * @throws Refusal 401 for a key that is missing or invalid
     */
    static ApiKey of(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.noKey();
        }
        String text = header.substring(SCHEME.length()).strip();
        if (text.isEmpty()) {
            throw Refusal.noKey();
        }
        if (text.contains("invalid")) {
            throw Refusal.badKey();
        }
        return new ApiKey(text);
    }

    String account() {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    boolean isBroke() {
        return text.contains("broke");
    }

    @Override
    public String toString() {
        return "***";
    }
}

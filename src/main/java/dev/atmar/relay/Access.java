package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Loopback;
import dev.atmar.relay.watch.CallRecord;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Who may call: with {@code relay.tokens} set, only requests whose bearer is one of them. */
final class Access implements Handler<RoutingContext> {
    private static final String BEARER = "Bearer ";

    private final List<Known> tokens;

    private record Known(String name, byte[] token) {}

    Access(RelaySettings settings) {
        tokens = settings.tokens().stream().flatMap(Access::known).toList();
    }

    private static Stream<Known> known(RelaySettings.Token token) {
        return token.token().reveal().stream()
                .map(text -> new Known(token.name(), text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @throws SettingsException when anyone on the network could use the relay, and nobody said that this is meant
     */
    static void requireTokensBeyondLoopback(RelaySettings settings) {
        for (RelaySettings.Token token : settings.tokens()) {
            if (token.token().missing() != null) {
                throw new SettingsException(
                        "relay.tokens", token.name() + ": " + token.token().missing());
            }
        }
        if (!Loopback.isHost(settings.host()) && settings.tokens().isEmpty() && !settings.open()) {
            throw new SettingsException(
                    "relay.tokens",
                    "none, and relay.host is " + settings.host()
                            + " (expected: ATMAR_RELAY_TOKENS='[{\"name\":\"me\",\"token\":\"env:MY_TOKEN\"}]',"
                            + " or ATMAR_RELAY_OPEN=true to serve anyone)");
        }
    }

    @Override
    public void handle(RoutingContext context) {
        if (tokens.isEmpty()) {
            context.next();
            return;
        }
        String name = nameOf(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (name == null) {
            Answers.error(
                    context.response(),
                    ApiException.of(401, "invalid_token", "authorization: not a known token (expected: Bearer TOKEN)"));
            return;
        }
        CallRecord.of(context).caller(name);
        context.next();
    }

    /** Compares with every token, in a time that does not tell how much of one was right; null: it is none of them. */
    private String nameOf(String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        byte[] bearer = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        String name = null;
        for (Known known : tokens) {
            name = MessageDigest.isEqual(known.token(), bearer) ? known.name() : name;
        }
        return name;
    }
}

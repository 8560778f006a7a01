package dev.atmar.relay;

import dev.atmar.http.json.RawObject;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/**
 * What the chat routes read of a question; the rest is not looked at.
 *
 * @param apiKey the caller's own
 * @param stream whether the answer is asked for as server-sent events
 * @param timeoutMillis bound of the whole call, where the caller sets one
 * @param body what the upstream is sent: every field that is not the relay's own, as it came
 */
record ChatFields(String model, Optional<String> apiKey, boolean stream, Optional<Long> timeoutMillis, Buffer body) {
    private static final Set<String> OWN_FIELDS = Set.of("url", "api_key", "timeout_ms");

    /** Of {@code /deepseek/}, {@code /a_deepseek/} and {@code atmar.chat}. */
    static ChatFields of(RawObject request, RelaySettings settings) {
        Optional<String> apiKey = settings.callerKeys() ? request.optionalText("api_key") : Optional.empty();
        apiKey.ifPresent(key -> CallersKey.requireSendable("api_key", key));
        return read(request, settings, apiKey, request.without(OWN_FIELDS));
    }

    /**
     * Of OpenAI's route, where the key is in a header.
     *
     * @param body as it came; it is sent on unchanged unless it holds a field of atmar's own
     */
    static ChatFields ofOpenAi(RawObject request, Buffer body, RelaySettings settings) {
        boolean plain = !request.holds("timeout_ms");
        return read(request, settings, Optional.empty(), plain ? body : request.without(Set.of("timeout_ms")));
    }

    private static ChatFields read(RawObject request, RelaySettings settings, Optional<String> apiKey, Buffer body) {
        String model = request.text("model");
        request.list("messages");
        Optional<Long> timeout = request.optionalNumber("timeout_ms", 1, settings.totalMs());
        return new ChatFields(model, apiKey, request.flag("stream"), timeout, body);
    }
}

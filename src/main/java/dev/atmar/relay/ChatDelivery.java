package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/**
 * Gives the caller the upstream's own answer, a stream or not as its content-type says, whatever was asked for. What
 * fails in here has one of the codes of {@link ChatFailures} and {@link JsonAnswer}.
 */
final class ChatDelivery implements Delivery<Void> {
    private final ChatResponse caller;
    private final boolean unchanged;
    private final RelaySettings settings;
    private final Usage usage;

    private ChatDelivery(ChatResponse caller, boolean unchanged, RelaySettings settings, Usage usage) {
        this.caller = caller;
        this.unchanged = unchanged;
        this.settings = settings;
        this.usage = usage;
    }

    /**
     * For {@code /v1}: streams as OpenAI's SDKs like them, and all headers of the upstream that concern its caller.
     *
     * @param beforeHead called once, just before any head is written; an error's too
     */
    static ChatDelivery compatible(
            HttpServerRequest request, RelaySettings settings, Consumer<HttpServerResponse> beforeHead, Usage usage) {
        ChatResponse caller = new ChatResponse(request, PassedHeaders::toCaller, beforeHead, settings.idleMs());
        return new ChatDelivery(caller, false, settings, usage);
    }

    /** For {@code /a_deepseek/}: the bytes of events as they came, and few headers. Otherwise the same. */
    static ChatDelivery unchanged(
            HttpServerRequest request, RelaySettings settings, Consumer<HttpServerResponse> beforeHead, Usage usage) {
        ChatResponse caller = new ChatResponse(request, PassedHeaders::fewToCaller, beforeHead, settings.idleMs());
        return new ChatDelivery(caller, true, settings, usage);
    }

    @Override
    public Future<Void> deliver(Exchange exchange) {
        HttpClientResponse answer = exchange.head();
        if (isEncoded(answer)) {
            return refused(exchange, JsonAnswer.notJson(answer));
        }
        if (JsonAnswer.isEventStream(answer)) {
            return new ChatStream(exchange, caller, unchanged, settings, usage).deliver();
        }
        if (caller.isStream()) {
            return refused(exchange, ChatFailures.failed("it answered a stream first and then something else"));
        }
        return new ChatPlain(exchange, caller, settings.heldBytes(), usage).deliver();
    }

    /** It was asked not to; such bytes cannot be judged. */
    private static boolean isEncoded(HttpClientResponse answer) {
        String encoding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }

    private static Future<Void> refused(Exchange exchange, RuntimeException why) {
        exchange.fail(why);
        return Future.failedFuture(why);
    }

    @Override
    public boolean begun() {
        return caller.hasBegun();
    }

    @Override
    public boolean opened() {
        return caller.isStream() || caller.hasBegun();
    }

    @Override
    public void fail(Throwable failure) {
        caller.fail(failure);
    }
}

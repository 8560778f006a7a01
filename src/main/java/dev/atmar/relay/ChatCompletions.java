package dev.atmar.relay;

import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.json.RawObject;
import dev.atmar.relay.watch.CallRecord;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /v1/chat/completions}: OpenAI's route, for OpenAI's clients. The body goes on as it came, the answer comes
 * back as it is, plain or as server-sent events; whose key is used, {@link CallersKey} says.
 */
final class ChatCompletions {
    private final ChatRelay relay;
    private final RelaySettings settings;

    ChatCompletions(ChatRelay relay) {
        this.relay = relay;
        this.settings = relay.settings();
    }

    void handle(RoutingContext context) {
        Optional<String> key = CallersKey.of(context.request().headers(), settings);
        Buffer body = Front.body(context);
        ChatFields fields = ChatFields.ofOpenAi(RawObject.parse(body), body, settings);
        CallRecord record = CallRecord.of(context);
        ChatRequest request = new ChatRequest(
                fields.stream(),
                PassedHeaders.toUpstream(context.request().headers()),
                fields.body(),
                CallHeaders.patience(context.request(), fields, settings),
                true,
                record.caller());
        Cancellation caller = Caller.of(context.response());
        ChatDelivery delivery = ChatDelivery.compatible(
                context.request(), settings, head -> ServerTiming.add(head, record), record::tokens);
        new ChatCall<>(relay, request, delivery, caller, record)
                .runFor(
                        context.response(),
                        Future.succeededFuture(Destination.serving(fields.model(), key, relay.accounts())));
    }
}

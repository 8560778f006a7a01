package dev.atmar.relay;

import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.json.RawObject;
import dev.atmar.relay.watch.CallRecord;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /a_deepseek/} and {@code atmar.chat}: asks a chat upstream without holding a thread, and answers
 * {@code {"content"}}; an event stream passes unchanged.
 */
final class Chat {
    /** What a message on the event bus waits for when it does not say; the default of the bus itself. */
    private static final long BUS_DEFAULT_MILLIS = 30_000;

    private final ChatRelay relay;
    private final RelaySettings settings;
    private final long busTimeoutMillis;

    Chat(ChatRelay relay) {
        this.relay = relay;
        this.settings = relay.settings();
        this.busTimeoutMillis = Math.min(BUS_DEFAULT_MILLIS, settings.totalMs());
    }

    void handle(RoutingContext context) {
        HttpServerResponse out = context.response();
        RawObject body = RawObject.parse(Front.body(context));
        ChatFields fields = ChatFields.of(body, settings);
        CallRecord record = CallRecord.of(context);
        ChatRequest request = request(fields, CallHeaders.patience(context.request(), fields, settings), record);
        CallHeaders.passTrace(context.request(), request.headers());
        Cancellation caller = Caller.of(out);
        Future<Destination> destination = destination(body, fields);
        if (fields.stream()) {
            ChatDelivery delivery = ChatDelivery.unchanged(
                    context.request(), settings, head -> ServerTiming.add(head, record), record::tokens);
            new ChatCall<>(relay, request, delivery, caller, record).runFor(out, destination);
        } else {
            ContentDelivery delivery =
                    ContentDelivery.http(out, settings, head -> ServerTiming.add(head, record), record::tokens);
            new ChatCall<>(relay, request, delivery, caller, record)
                    .runFor(out, destination)
                    .onSuccess(content -> answer(context.request(), content, record));
        }
    }

    private void answer(HttpServerRequest request, JsonObject content, CallRecord record) {
        ServerTiming.add(request.response(), record);
        Caller.json(request, content.toBuffer(), settings.idleMs());
    }

    /** For the event bus. */
    Future<JsonObject> reply(BusBody message, CallRecord record) {
        RawObject body = message.object();
        ChatFields fields = ChatFields.of(body, settings);
        BusBody.refuseStream(fields.stream());
        Patience patience = Patience.of(fields.timeoutMillis().orElse(busTimeoutMillis));
        ContentDelivery delivery = ContentDelivery.bus(settings, record::tokens);
        return new ChatCall<>(relay, request(fields, patience, record), delivery, new Cancellation(), record)
                .run(destination(body, fields));
    }

    private Future<Destination> destination(RawObject body, ChatFields fields) {
        return Destination.at(body.text("url"), fields, relay.accounts(), relay.guard());
    }

    private static ChatRequest request(ChatFields fields, Patience patience, CallRecord record) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        return new ChatRequest(fields.stream(), headers, fields.body(), patience, false, record.caller());
    }
}

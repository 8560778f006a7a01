package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.RawObject;
import dev.atmar.relay.watch.CallRecord;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * {@code /deepseek/}: the synchronous baseline. A thread is held for each call from its first byte to its last, and
 * there is one thread ({@code relay.deepseek.pool} makes it more), so calls made at once are served one by one.
 */
final class BaselineChat {
    private final Vertx vertx;
    private final RelaySettings settings;
    private final Shared shared;

    BaselineChat(Vertx vertx, RelaySettings settings, Shared shared) {
        this.vertx = vertx;
        this.settings = settings;
        this.shared = shared;
    }

    void handle(RoutingContext context) {
        HttpServerResponse out = context.response();
        RawObject fields = RawObject.parse(Front.body(context));
        ChatRequest request = ChatRequest.ofBaseline(fields, settings, shared.accounts());
        BusBody.refuseStream(request.stream());
        Cancellation caller = Caller.of(out);
        CallRecord record = CallRecord.of(context);
        record.waits();
        shared.baseline()
                .hold(
                        vertx,
                        Duration.ofMillis(Math.min(settings.queueMs(), request.timeoutMillis())),
                        caller,
                        () -> call(request, caller, record))
                .onSuccess(content -> Answers.json(out, 200, content.toBuffer()))
                .onFailure(failure -> Answers.error(out, failure));
    }

    private Future<JsonObject> call(ChatRequest request, Cancellation caller, CallRecord record) {
        record.sent();
        BlockingClient.Call call = shared.baselineClient().prepare(request);
        caller.onCancel(call::cancel);
        return shared.baselinePool()
                .executeBlocking(call::await, false)
                .onComplete(ended -> record.upstreamEnded())
                .map(answer -> ChatContent.of(
                        answer.statusCode(), answer.body(), answer.retryAfterSeconds(), request::withoutKey));
    }
}

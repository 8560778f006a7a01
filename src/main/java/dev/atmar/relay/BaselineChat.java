package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.json.RawObject;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Key;
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
        ChatFields fields = ChatFields.of(RawObject.parse(Front.body(context)), settings);
        BusBody.refuseStream(fields.stream());
        Key key = key(fields);
        Patience patience = CallHeaders.patience(context.request(), fields, settings);
        Duration maxWait = Duration.ofMillis(Math.min(settings.queueMs(), patience.firstByteMillis()));
        Cancellation caller = Caller.of(out);
        CallRecord record = CallRecord.of(context);
        record.waits();
        shared.baseline()
                .hold(vertx, maxWait, caller, () -> call(fields, key, patience, caller, record))
                .onComplete(ended -> ServerTiming.add(out, record))
                .onSuccess(content -> Caller.json(context.request(), content.toBuffer(), settings.idleMs()))
                .onFailure(failure -> Answers.error(out, failure));
    }

    private Key key(ChatFields fields) {
        return fields.apiKey()
                .map(Key::ofCaller)
                .or(() -> shared.accounts().at(settings.deepseek().url()).stream()
                        .findFirst()
                        .flatMap(Account::borrow))
                .orElseThrow(() -> ApiException.badRequest(
                        "api_key", "missing (expected: text; no account has the url of relay.deepseek)"));
    }

    private Future<JsonObject> call(
            ChatFields fields, Key key, Patience patience, Cancellation caller, CallRecord record) {
        BlockingClient.Call call =
                shared.baselineClient().prepare(settings.deepseek().url(), key, fields.body(), patience);
        caller.onCancel(call::cancel);
        record.sent();
        return shared.baselinePool()
                .executeBlocking(call::await, false)
                .onComplete(ended -> record.upstreamEnded())
                .map(answer -> content(answer, fields, key));
    }

    private static JsonObject content(BlockingClient.Answer answer, ChatFields fields, Key key) {
        int status = answer.statusCode();
        boolean configuredKey = fields.apiKey().isEmpty();
        if (configuredKey && (status == 401 || status == 402)) {
            throw Refusal.of(status, answer.body(), 0, key::mask).ofAccount("of relay.deepseek.url");
        }
        return ChatContent.of(status, answer.body(), answer.retryAfterSeconds(), key::mask);
    }
}

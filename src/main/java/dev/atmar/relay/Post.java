package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.RawObject;
import dev.atmar.limit.Gate;
import dev.atmar.relay.guard.Target;
import dev.atmar.relay.guard.TargetGuard;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /atmar/} and {@code atmar.post}: posts {@code params} to {@code url} and gives back what came, its bytes and
 * its status unchanged. Nothing is retried.
 */
final class Post {
    private final Vertx vertx;
    private final Upstream upstream;
    private final TargetGuard guard;
    private final Gate inFlight;
    private final RelaySettings settings;
    private final Gather gather;

    Post(Vertx vertx, Upstream upstream, TargetGuard guard, Gate inFlight, RelaySettings settings) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.guard = guard;
        this.inFlight = inFlight;
        this.settings = settings;
        this.gather = new Gather(this, settings);
    }

    void handle(RoutingContext context) {
        HttpServerResponse out = context.response();
        Buffer body = Front.body(context);
        String trace = PostRequest.traceparent(context.request());
        if (RawObject.isList(body)) {
            gather.all(RawObject.parseList(body, settings.maxGather()), trace, Caller.of(out))
                    .onSuccess(answers -> Answers.json(out, 200, answers))
                    .onFailure(failure -> Answers.error(out, failure));
            return;
        }
        PostRequest request = PostRequest.of(RawObject.parse(body), settings, trace);
        Cancellation caller = Caller.of(out);
        admitted(caller, () -> send(request, caller).compose(exchange -> Passage.pass(exchange, context.request())))
                .onFailure(failure -> Answers.error(out, failure));
    }

    /** For the event bus: {@code {status, body}}, or the list of them. */
    Future<?> reply(Object message) {
        Cancellation nobodyLeaves = new Cancellation();
        if (BusBody.isList(message)) {
            return gather.all(BusBody.list(message, settings.maxGather()), null, nobodyLeaves)
                    .map(JsonArray::new);
        }
        PostRequest request = PostRequest.of(BusBody.object(message), settings, null);
        return whole(request, new WholeAnswer.Budget(settings.maxAnswerBytes()), nobodyLeaves)
                .map(answer ->
                        new JsonObject().put("status", answer.status()).put("body", Json.decodeValue(answer.body())));
    }

    /** One call, its answer read to the end. */
    Future<WholeAnswer> whole(PostRequest request, WholeAnswer.Budget budget, Cancellation caller) {
        return admitted(
                caller, () -> send(request, caller).compose(exchange -> WholeAnswer.readJson(exchange, budget)));
    }

    /** There is no queue here: one call too many is refused at once. */
    private <T> Future<T> admitted(Cancellation caller, Supplier<Future<T>> call) {
        return inFlight.hold(vertx, Duration.ofMillis(1), caller, call);
    }

    /** The time in which the name is resolved is part of the call's. */
    private Future<Exchange> send(PostRequest request, Cancellation caller) {
        Patience patience = Patience.of(request.timeoutMillis());
        return guard.check("url", request.url()).compose(target -> send(request, target, patience, caller));
    }

    private Future<Exchange> send(PostRequest request, Target target, Patience patience, Cancellation caller) {
        return caller.isCancelled()
                ? Future.failedFuture(ApiException.callerGone())
                : upstream.post(target, request.headers(), request.params(), patience, caller);
    }
}

package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.json.RawObject;
import dev.atmar.limit.Gate;
import dev.atmar.relay.guard.Target;
import dev.atmar.relay.guard.TargetGuard;
import dev.atmar.relay.watch.CallRecord;
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
import java.util.List;
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
        CallRecord call = CallRecord.of(context);
        if (RawObject.isList(body)) {
            List<RawObject> requests = RawObject.parseList(body, settings.maxGather());
            BodyRoom.Share held = upstream.room().share();
            gathered(requests, trace, Caller.of(out), call, held)
                    .onSuccess(answers -> Caller.json(context.request(), answers, settings.idleMs()))
                    .onFailure(failure -> Answers.error(out, failure))
                    .onComplete(over -> held.giveBack());
            return;
        }
        PostRequest request = PostRequest.of(RawObject.parse(body), settings, trace);
        Cancellation caller = Caller.of(out);
        admitted(caller, () -> send(request, caller, call).compose(exchange -> passed(exchange, context, call)))
                .onFailure(failure -> refused(out, failure, call));
    }

    private Future<Void> passed(Exchange exchange, RoutingContext context, CallRecord call) {
        return Future.succeededFuture(exchange)
                .compose(whole ->
                        Passage.pass(whole, context.request(), settings.idleMs(), head -> ServerTiming.add(head, call)))
                .onFailure(exchange::fail);
    }

    /** Harmless when the failure was answered already. */
    private static void refused(HttpServerResponse out, Throwable failure, CallRecord call) {
        ServerTiming.add(out, call);
        Answers.error(out, failure);
    }

    /** For the event bus: {@code {status, body}}, or the list of them. */
    Future<?> reply(BusBody message, CallRecord call) {
        BodyRoom.Share held = upstream.room().share();
        Future<?> reply = message.isList()
                ? gathered(message.list(settings.maxGather()), null, new Cancellation(), call, held)
                        .map(JsonArray::new)
                : single(PostRequest.of(message.object(), settings, null), call, held);
        return reply.onComplete(over -> held.giveBack());
    }

    private Future<JsonObject> single(PostRequest request, CallRecord call, BodyRoom.Share held) {
        call.sent();
        return whole(request, new WholeAnswer.Budget(settings.maxAnswerBytes(), held), new Cancellation())
                .onComplete(ended -> call.upstreamEnded())
                .map(answer ->
                        new JsonObject().put("status", answer.status()).put("body", Json.decodeValue(answer.body())));
    }

    /** To the one that watches, many calls at once are one. */
    private Future<Buffer> gathered(
            List<RawObject> requests, String trace, Cancellation caller, CallRecord call, BodyRoom.Share held) {
        call.sent();
        return gather.all(requests, trace, caller, held).onComplete(ended -> call.upstreamEnded());
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

    /** The end of the upstream's answer is noted before it makes an end of the caller's. */
    private Future<Exchange> send(PostRequest request, Cancellation caller, CallRecord call) {
        call.sent();
        return send(request, caller)
                .onSuccess(exchange -> exchange.ended().onComplete(ended -> call.upstreamEnded()))
                .onFailure(failure -> call.upstreamEnded());
    }
}

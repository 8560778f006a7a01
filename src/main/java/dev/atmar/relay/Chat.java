package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Front;
import dev.atmar.http.RawObject;
import dev.atmar.relay.guard.Target;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * {@code /a_deepseek/} and {@code atmar.chat}: asks a chat upstream without holding a thread, and answers
 * {@code {"content"}}; a stream passes unchanged.
 */
final class Chat {
    /** What a message on the event bus waits for when it does not say; the default of the bus itself. */
    private static final long BUS_DEFAULT_MILLIS = 30_000;

    private final Vertx vertx;
    private final RelaySettings settings;
    private final Accounts accounts;
    private final Upstream upstream;
    private final long busTimeoutMillis;

    Chat(Vertx vertx, RelaySettings settings, Accounts accounts, Upstream upstream) {
        this.vertx = vertx;
        this.settings = settings;
        this.accounts = accounts;
        this.upstream = upstream;
        this.busTimeoutMillis = Math.min(BUS_DEFAULT_MILLIS, settings.totalMs());
    }

    void handle(RoutingContext context) {
        HttpServerResponse out = context.response();
        RawObject fields = RawObject.parse(Front.body(context));
        ChatRequest request = ChatRequest.of(fields, settings, accounts, settings.totalMs());
        Cancellation caller = Caller.of(out);
        admitted(
                        request,
                        caller,
                        () -> request.stream() ? stream(request, caller, context) : answer(request, caller, out))
                .onFailure(failure -> Answers.error(out, failure));
    }

    /** For the event bus. */
    Future<JsonObject> reply(Object message) {
        RawObject fields = BusBody.object(message);
        ChatRequest request = ChatRequest.of(fields, settings, accounts, busTimeoutMillis);
        BusBody.refuseStream(request.stream());
        Cancellation nobodyLeaves = new Cancellation();
        return admitted(request, nobodyLeaves, () -> content(request, nobodyLeaves));
    }

    /** Holds a place at the account from before the call to its end; a caller's own key knows no account. */
    private <T> Future<T> admitted(ChatRequest request, Cancellation caller, Supplier<Future<T>> call) {
        if (request.account().isEmpty()) {
            return call.get();
        }
        Duration maxWait = Duration.ofMillis(Math.min(settings.queueMs(), request.timeoutMillis()));
        return request.account().get().gate().hold(vertx, maxWait, caller, call);
    }

    private Future<Void> answer(ChatRequest request, Cancellation caller, HttpServerResponse out) {
        return content(request, caller)
                .onSuccess(content -> Answers.json(out, 200, content.toBuffer()))
                .mapEmpty();
    }

    private Future<JsonObject> content(ChatRequest request, Cancellation caller) {
        return ask(request, caller).compose(exchange -> content(request, exchange));
    }

    private Future<JsonObject> content(ChatRequest request, Exchange exchange) {
        WholeAnswer.Budget budget = new WholeAnswer.Budget(settings.maxAnswerBytes());
        boolean refused = exchange.head().statusCode() >= 400;
        return (refused ? WholeAnswer.read(exchange, budget) : WholeAnswer.readJson(exchange, budget))
                .map(answer -> ChatContent.of(
                        answer.status(), answer.body(), answer.retryAfterSeconds(), request::withoutKey));
    }

    /** What the upstream refuses is no stream: it is read, masked and told as for a plain answer. */
    private Future<Void> stream(ChatRequest request, Cancellation caller, RoutingContext context) {
        return ask(request, caller)
                .compose(exchange -> exchange.head().statusCode() < 400
                        ? Passage.pass(exchange, context.request())
                        : content(request, exchange).mapEmpty());
    }

    private Future<Exchange> ask(ChatRequest request, Cancellation caller) {
        return upstream.post(
                Target.trusted(request.address()),
                request.headers(),
                request.body(),
                request.remainingMillis(),
                caller);
    }
}

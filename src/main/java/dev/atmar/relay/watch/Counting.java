package dev.atmar.relay.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests of one event loop in meters that all loops share. Each meter is looked up in the registry once;
 * there are as many as there are routes, statuses and accounts, for no label is a caller's to choose.
 */
final class Counting {
    private final MeterRegistry registry;
    private final Map<Answers, Counter> requests = new HashMap<>();
    private final Map<String, RouteMeters> routes = new HashMap<>();
    private final Map<String, AccountMeters> accounts = new HashMap<>();

    Counting(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Answers(String route, int status, Outcome outcome) {}

    private record RouteMeters(Timer total, Timer overhead, Counter aborted) {}

    private record AccountMeters(
            Timer queueWait, Counter promptTokens, Counter completionTokens, Counter refusals, Counter retries) {}

    void count(Ended ended) {
        CallRecord call = ended.call();
        requests.computeIfAbsent(new Answers(call.route(), ended.status(), ended.outcome()), this::requests)
                .increment();
        RouteMeters route = routes.computeIfAbsent(call.route(), this::route);
        route.total().record(ended.totalNanos(), TimeUnit.NANOSECONDS);
        if (call.upstreamNanos() > 0) {
            route.overhead().record(ended.overheadNanos(), TimeUnit.NANOSECONDS);
        }
        if (ended.outcome() == Outcome.ABORTED) {
            route.aborted().increment();
        }
        if (!call.account().isEmpty()) {
            AccountMeters account = account(call.account());
            account.queueWait().record(call.queuedNanos(), TimeUnit.NANOSECONDS);
            account.promptTokens().increment(call.promptTokens());
            account.completionTokens().increment(call.completionTokens());
        }
        call.refusalsByAccount()
                .forEach((name, times) -> account(name).refusals().increment(times));
        call.retriesByAccount().forEach((name, times) -> account(name).retries().increment(times));
    }

    private AccountMeters account(String name) {
        return accounts.computeIfAbsent(name, this::accountMeters);
    }

    private Counter requests(Answers answers) {
        return Counter.builder("atmar.requests")
                .description("Requests that are over")
                .tag("route", answers.route())
                .tag("status", Integer.toString(answers.status()))
                .tag("outcome", answers.outcome().word())
                .register(registry);
    }

    private RouteMeters route(String name) {
        return new RouteMeters(
                timer("atmar.request", "From a request's head to its end", "route", name, Buckets.REQUEST),
                timer(
                        "atmar.overhead",
                        "What of it the relay took, where an upstream was called",
                        "route",
                        name,
                        Buckets.OVERHEAD),
                counter("atmar.aborted", "Requests whose caller left before the answer's end", "route", name)
                        .register(registry));
    }

    private AccountMeters accountMeters(String name) {
        return new AccountMeters(
                timer("atmar.queue.wait", "What a call waited for its turn", "account", name, Buckets.QUEUE),
                tokens(name, "prompt"),
                tokens(name, "completion"),
                counter("atmar.upstream.refusals", "Answers 429 of the upstream", "account", name)
                        .register(registry),
                counter("atmar.retries", "Failures that were tried again", "account", name)
                        .register(registry));
    }

    private Counter tokens(String account, String kind) {
        return counter("atmar.tokens", "Tokens that the upstream said were used", "account", account)
                .tag("kind", kind)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description, String label, String value) {
        return Counter.builder(name).description(description).tag(label, value);
    }

    private Timer timer(String name, String description, String label, String value, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tag(label, value)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }
}

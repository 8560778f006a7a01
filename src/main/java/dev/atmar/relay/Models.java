package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Failures;
import dev.atmar.http.OneLine;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.account.Key;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/models} and {@code /v1/models/ID}: what the accounts' settings name, and what the upstreams of those list
 * that serve any model. One an event loop; those who ask at the same time, or soon after, share one answer. A caller
 * with a key of its own is told what that key's upstream says, and so is nobody else.
 */
final class Models {
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final String SEGMENT = "/models/";
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final RelaySettings settings;
    private final Accounts accounts;
    private final UpstreamModels upstream;
    private final LongSupplier nanoTime;
    private Future<Collection<Model>> pooled = Future.failedFuture("not asked yet");
    private long pooledAt;

    Models(RelaySettings settings, Accounts accounts, Upstream upstream) {
        this(settings, accounts, upstream, System::nanoTime);
    }

    Models(RelaySettings settings, Accounts accounts, Upstream upstream, LongSupplier nanoTime) {
        this.settings = settings;
        this.accounts = accounts;
        this.upstream = new UpstreamModels(settings, upstream);
        this.nanoTime = nanoTime;
    }

    /** For a route {@code /models/*}: what stands there, slashes and all, is the one model that is asked for. */
    void handle(RoutingContext context) {
        HttpServerResponse out = context.response();
        Optional<String> id = id(context.normalizedPath());
        models(context, id)
                .map(models -> id.map(wanted -> one(models, wanted)).orElseGet(() -> Model.toJson(models)))
                .onSuccess(json -> Caller.json(context.request(), json.toBuffer(), settings.idleMs()))
                .onFailure(failure -> Answers.error(out, failure));
    }

    /** The router's own {@code *} is not decoded, and a slash where there is nothing. */
    private static Optional<String> id(String path) {
        int end = path.indexOf(SEGMENT) + SEGMENT.length();
        return end < SEGMENT.length() || end == path.length()
                ? Optional.empty()
                : Optional.of(URLDecoder.decode(path.substring(end).replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static JsonObject one(Collection<Model> models, String id) {
        return models.stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .map(Model::toJson)
                .orElseThrow(() -> ApiException.of(404, "model_not_found", "no account serves this model"));
    }

    private Future<? extends Collection<Model>> models(RoutingContext context, Optional<String> id) {
        Optional<String> key = CallersKey.of(context.request().headers(), settings);
        Optional<Account> home = id.flatMap(accounts::firstServing).or(accounts::first);
        return key.isPresent() && home.isPresent()
                ? upstream.ask(home.get(), Key.ofCaller(key.get()), Caller.of(context.response()))
                : pooled();
    }

    /** A failure is not kept, but shared by those who wait for it. */
    private Future<Collection<Model>> pooled() {
        boolean old = pooled.succeeded() && nanoTime.getAsLong() - pooledAt >= KEPT_NANOS;
        if (pooled.failed() || old) {
            pooled = askAll().onSuccess(models -> pooledAt = nanoTime.getAsLong());
        }
        return pooled;
    }

    private Future<Collection<Model>> askAll() {
        List<Account> all = accounts.pooled();
        List<Future<List<Model>>> lists = all.stream().map(this::listOf).toList();
        return Future.join(lists).transform(ended -> merged(all, lists));
    }

    /** What the settings do not name; nobody's leaving ends it, for others may wait for it. */
    private Future<List<Model>> listOf(Account account) {
        Optional<Key> key = account.servesAny() ? account.borrow() : Optional.empty();
        return key.isEmpty()
                ? Future.succeededFuture(List.of())
                : upstream.ask(account, key.get(), new Cancellation())
                        .onFailure(failure -> LOG.warn(
                                "account {}: its models are not known: {}",
                                account,
                                OneLine.of(String.valueOf(failure.getMessage()))));
    }

    private static Future<Collection<Model>> merged(List<Account> accounts, List<Future<List<Model>>> lists) {
        Map<String, Model> byId = new LinkedHashMap<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            accounts.get(i).namedModels().forEach(name -> byId.putIfAbsent(name, Model.named(name)));
            Future<List<Model>> list = lists.get(i);
            if (list.failed()) {
                failures.add(list.cause());
            } else {
                list.result().forEach(model -> byId.putIfAbsent(model.id(), model));
            }
        }
        return byId.isEmpty() && !failures.isEmpty()
                ? Future.failedFuture(upstreamFailed(failures.get(0)))
                : Future.succeededFuture(byId.values());
    }

    /** What an upstream holds against the relay's own key or address is not the caller's fault. */
    private static ApiException upstreamFailed(Throwable failure) {
        ApiException known = Failures.of(failure);
        return known.status() == 502 || known.status() == 504
                ? known
                : ApiException.of(502, known.code(), "the upstream told no models: it answered " + known.status());
    }
}

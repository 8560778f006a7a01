package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.relay.account.Account;
import dev.atmar.relay.account.Key;
import dev.atmar.relay.guard.Target;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Asks an account's upstream which models it has. */
final class UpstreamModels {
    /** A list is short, and nobody waits long for it. */
    private static final int MAX_BYTES = 4 << 20;

    private static final long MAX_MILLIS = 10_000;

    private final RelaySettings settings;
    private final Upstream upstream;

    UpstreamModels(RelaySettings settings, Upstream upstream) {
        this.settings = settings;
        this.upstream = upstream;
    }

    /** Fails with the upstream's own status for 4xx, with 502 or 504 for all else that is no list. */
    Future<List<Model>> ask(Account account, Key key, Cancellation caller) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.AUTHORIZATION, key.authorization());
        BodyRoom.Share held = upstream.room().share();
        WholeAnswer.Budget budget = new WholeAnswer.Budget(Math.min(MAX_BYTES, settings.maxAnswerBytes()), held);
        Patience patience = Patience.of(Math.min(MAX_MILLIS, settings.totalMs()));
        return upstream.get(Target.trusted(account.models(), account.http2()), headers, patience, caller)
                .compose(exchange -> WholeAnswer.read(exchange, budget))
                .map(answer -> models(answer, key))
                .onComplete(over -> held.giveBack());
    }

    private static List<Model> models(WholeAnswer answer, Key key) {
        if (answer.status() >= 400) {
            throw Refusal.of(answer.status(), answer.body(), answer.retryAfterSeconds(), key::mask)
                    .asItWas();
        }
        if (answer.status() != 200) {
            throw ApiException.of(502, "upstream_" + answer.status(), "the upstream answered " + answer.status());
        }
        return Model.listed(answer.body());
    }
}

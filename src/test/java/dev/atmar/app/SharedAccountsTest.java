package dev.atmar.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How calls share accounts, keys share an account, and callers share the wait. */
@Tag("once")
@ExtendWith(VertxExtension.class)
final class SharedAccountsTest {
    private static final int MANY = 300;

    @Test
    void twoAccounts_areBothFilled(Vertx vertx) {
        LimitedUpstream large = LimitedUpstream.deploy(vertx, 39);
        LimitedUpstream small = LimitedUpstream.deploy(vertx, 20);
        RelayedLoad relayed = RelayedLoad.deploy(
                        vertx, large.account("large", "auto", "sk-large"), small.account("small", "auto", "sk-small"))
                .warmedBy(large);
        assertThat(relayed.completions(MANY).run().getInteger("ok")).isEqualTo(MANY);
        assertThat(large.peak()).isEqualTo(39);
        assertThat(small.peak()).isEqualTo(20);
        assertThat(large.rejected() + small.rejected())
                .as("a step or two too far at each, or some more on a machine that is busy")
                .isLessThan(MANY / 4);
        int largePart = large.stats().getInteger("finished");
        assertThat(largePart).as("two thirds of %d, or so", MANY).isBetween(MANY / 2, MANY * 4 / 5);
    }

    @Test
    void severalKeysOfOneAccount_shareItsLimit(Vertx vertx) {
        LimitedUpstream upstream = LimitedUpstream.deploy(vertx, 39);
        RelayedLoad relayed = RelayedLoad.deploy(
                        vertx, upstream.account("keys", 39, "sk-one.a", "sk-one.b", "sk-one.c"))
                .warmedBy(upstream);
        assertThat(relayed.completions(MANY).run().getInteger("ok")).isEqualTo(MANY);
        assertThat(upstream.stats().getJsonObject("accounts"))
                .as("theirs, and the warm-up's")
                .hasSize(2);
        assertThat(upstream.peak()).isEqualTo(39);
        assertThat(upstream.rejected()).isZero();
    }

    /** Behind the first caller's 500 the second would wait for 24 rounds of 20; in turn it waits for three. */
    @Test
    void callerWhoComesLater_isServedInTurn(Vertx vertx) {
        LimitedUpstream upstream = LimitedUpstream.deploy(vertx, 20);
        JsonObject tokens = new JsonObject()
                .put("tokens", new JsonArray().add(token("one", "token-one")).add(token("other", "token-other")));
        RelayedLoad relayed = RelayedLoad.with(tokens, vertx, upstream.account("shared", 20, "sk-shared"));
        RelayedLoad.Running first = relayed.completions(500).as("token-one").start();
        first.untilDone(1);
        JsonObject second = relayed.completions(20).as("token-other").run();
        int firstDone = first.done();
        assertThat(second.getInteger("ok")).isEqualTo(20);
        assertThat(firstDone).as("of the first caller's 500").isLessThan(250);
        assertThat(first.summary().getInteger("ok")).isEqualTo(500);
    }

    private static JsonObject token(String name, String token) {
        return new JsonObject().put("name", name).put("token", token);
    }
}

package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts of callers' own keys: one for each key while it is used, and a bounded number afterwards. */
@ExtendWith(VertxExtension.class)
final class CallersAccountsTest {
    private static final String URL = "http://127.0.0.1:9/v1";
    private static final int MOST = 3;

    private Accounts accounts;

    @BeforeEach
    void open(Vertx vertx) {
        accounts = Accounts.of(
                vertx,
                RelaySettings.of(
                        new JsonObject().put("accounts", new JsonArray()).put("caller_accounts", MOST)));
    }

    @Test
    void onesUsedLast_areRemembered() {
        assertThat(accounts.callers().accounts()).isZero();
        for (int key = 0; key < 1000; key++) {
            accounts.ofCaller(URL, "sk-" + key);
        }
        assertThat(accounts.callers().accounts()).isEqualTo(MOST);
    }

    @Test
    void beyondTheBound_theOneUnusedForLongestIsForgotten() {
        WeakReference<Account> used = new WeakReference<>(accounts.ofCaller(URL, "sk-used"));
        WeakReference<Account> unused = new WeakReference<>(accounts.ofCaller(URL, "sk-unused"));
        accounts.ofCaller(URL, "sk-1");
        accounts.ofCaller(URL, "sk-used");
        accounts.ofCaller(URL, "sk-2");
        awaitCollected(unused);
        assertThat(used.get()).isNotNull();
        assertThat(accounts.ofCaller(URL, "sk-used")).isSameAs(used.get());
    }

    @Test
    void oneThatACallHolds_isFoundAgainHoweverManyCameSince() {
        Account held = accounts.ofCaller(URL, "sk-held");
        for (int key = 0; key < 1000; key++) {
            accounts.ofCaller(URL, "sk-" + key);
        }
        System.gc();
        assertThat(accounts.ofCaller(URL, "sk-held")).isSameAs(held);
        Reference.reachabilityFence(held);
    }

    @Test
    void loopsThatAskAtOnce_findTheSameOne() {
        Set<Account> found = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        for (int loop = 0; loop < 4; loop++) {
            loops.add(CompletableFuture.runAsync(() -> {
                for (int call = 0; call < 500; call++) {
                    accounts.ofCaller(URL, "sk-" + call);
                    found.add(accounts.ofCaller(URL, "sk-same"));
                }
            }));
        }
        loops.forEach(CompletableFuture::join);
        assertThat(found).hasSize(1);
    }

    /** Asks the collector until it has understood; a caller that asks in between lets what is gone be cleared. */
    private void awaitCollected(Reference<?> reference) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (reference.get() != null) {
            assertThat(System.nanoTime()).as("not collected in time").isLessThan(deadline);
            System.gc();
            Thread.onSpinWait();
        }
    }
}

package dev.atmar.relay.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lookups are shared by those who ask at once, remembered for a moment, and bounded in number and time. */
@ExtendWith(VertxExtension.class)
final class NameCacheTest {
    private static final long NEVER = 600_000;
    private static final int THREADS = 4;

    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final CountDownLatch released = new CountDownLatch(1);
    private Vertx vertx;

    @BeforeEach
    void remember(Vertx given) {
        vertx = given;
    }

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void thoseWhoAskAtOnce_shareOneLookup() throws Exception {
        NameCache names = hanging(NEVER);
        List<Future<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(names.resolve("a.example"));
        }
        released.countDown();
        for (Future<List<InetAddress>> answer : asked) {
            assertThat(answer.await(30, SECONDS)).hasSize(1);
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void everyoneIsAnswered_onHisOwnContext() throws Exception {
        NameCache names = hanging(NEVER);
        List<CompletableFuture<Context>> answered = new ArrayList<>();
        List<Context> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Void> asked = new CompletableFuture<>();
            CompletableFuture<Context> answer = new CompletableFuture<>();
            context.runOnContext(turn -> {
                names.resolve("a.example").onComplete(done -> answer.complete(Vertx.currentContext()));
                asked.complete(null);
            });
            asked.get(30, SECONDS);
            asking.add(context);
            answered.add(answer);
        }
        assertThat(asking).doesNotHaveDuplicates();
        released.countDown();
        for (int i = 0; i < 4; i++) {
            assertThat(answered.get(i).get(30, SECONDS)).isEqualTo(asking.get(i));
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void answer_isKeptForAMoment() throws Exception {
        NameCache names = cache(name -> List.of("10.0.0." + lookups.incrementAndGet()), NEVER);
        assertThat(one(names, "a.example")).isEqualTo("10.0.0.1");
        now.addAndGet(NameCache.KEPT.toNanos() - 1);
        assertThat(one(names, "a.example")).isEqualTo("10.0.0.1");
        now.addAndGet(1);
        assertThat(one(names, "a.example")).isEqualTo("10.0.0.2");
    }

    @Test
    void failure_isKeptForAShorterMoment() throws Exception {
        NameCache names = cache(
                name -> {
                    if (lookups.incrementAndGet() == 1) {
                        throw new UnknownHostException(name);
                    }
                    return List.of("10.0.0.1");
                },
                NEVER);
        assertThatThrownBy(() -> one(names, "a.example")).isInstanceOf(UnknownHostException.class);
        now.addAndGet(NameCache.FAILURE_KEPT.toNanos() - 1);
        assertThatThrownBy(() -> one(names, "a.example")).isInstanceOf(UnknownHostException.class);
        now.addAndGet(1);
        assertThat(one(names, "a.example")).isEqualTo("10.0.0.1");
        assertThat(lookups).hasValue(2);
    }

    @Test
    void namesRemembered_areBounded() throws Exception {
        NameCache names = cache(name -> List.of("10.0.0." + lookups.incrementAndGet() % 250), NEVER);
        for (int i = 0; i < NameCache.MAX_NAMES + 100; i++) {
            one(names, i + ".example");
            assertThat(names.size()).isLessThanOrEqualTo(NameCache.MAX_NAMES);
        }
        int before = lookups.get();
        one(names, NameCache.MAX_NAMES + ".example");
        assertThat(lookups).as("the youngest are kept").hasValue(before);
        one(names, "0.example");
        assertThat(lookups).as("the oldest are not").hasValue(before + 1);
    }

    @Test
    void lookupTooMany_isRefusedAtOnceAndTheOthersAreServed() throws Exception {
        NameCache names = hanging(NEVER);
        List<Future<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < NameCache.MAX_LOOKUPS; i++) {
            asked.add(names.resolve(i + ".example"));
        }
        assertThatThrownBy(() -> one(names, "more.example")).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        });
        Future<List<InetAddress>> joined = names.resolve("0.example");
        released.countDown();
        assertThat(joined.await(30, SECONDS)).hasSize(1);
        for (Future<List<InetAddress>> answer : asked) {
            answer.await(30, SECONDS);
        }
        assertThat(one(names, "more.example")).isEqualTo("10.0.0.1");
    }

    @Test
    void lookupThatHangs_isGivenUpAndNotBegunAgainUntilItsThreadIsBack() throws Exception {
        NameCache names = hanging(50);
        assertThatThrownBy(() -> one(names, "a.example")).satisfies(NameCacheTest::isTooLate);
        now.addAndGet(NameCache.KEPT.toNanos());
        assertThatThrownBy(() -> one(names, "a.example")).satisfies(NameCacheTest::isTooLate);
        assertThat(lookups).hasValue(1);
        released.countDown();
        awaitOutcome(() -> names.resolve("a.example").succeeded());
        assertThat(lookups).hasValue(1);
    }

    @Test
    void lookupThatWaitedTooLongForAThread_isNotMade() throws Exception {
        NameCache names = hanging(50);
        for (int i = 0; i < THREADS; i++) {
            names.resolve(i + ".example");
        }
        assertThatThrownBy(() -> one(names, "a.example")).satisfies(NameCacheTest::isTooLate);
        released.countDown();
        for (int i = 0; i < THREADS; i++) {
            String name = i + ".example";
            awaitOutcome(() -> names.resolve(name).succeeded());
        }
        now.addAndGet(NameCache.FAILURE_KEPT.toNanos());
        awaitOutcome(() -> names.resolve("a.example").succeeded());
        assertThat(lookups).as("the one given up was never made").hasValue(THREADS + 1);
    }

    /** Every lookup waits for {@link #released}. */
    private NameCache hanging(long timeoutMillis) {
        return cache(
                name -> {
                    lookups.incrementAndGet();
                    awaitReleased();
                    return List.of("10.0.0.1");
                },
                timeoutMillis);
    }

    private NameCache cache(Guards.Names names, long timeoutMillis) {
        return new NameCache(
                vertx,
                vertx.createSharedWorkerExecutor("names", THREADS),
                Guards.resolver(names),
                timeoutMillis,
                now::get);
    }

    private void awaitReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitOutcome(BooleanSupplier outcome) {
        long giveUp = System.nanoTime() + SECONDS.toNanos(30);
        while (!outcome.getAsBoolean()) {
            assertThat(System.nanoTime() - giveUp).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String one(NameCache names, String name) throws Exception {
        return names.resolve(name).await(30, SECONDS).get(0).getHostAddress();
    }

    private static void isTooLate(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(ApiException.class, late -> {
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.code()).isEqualTo("resolve_timeout");
        });
    }
}

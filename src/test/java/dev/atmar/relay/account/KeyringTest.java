package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys in turn, keys that rest, and accounts without balance. */
final class KeyringTest {
    private static final Duration REST = Duration.ofSeconds(30);
    private static final String A = "Bearer sk-a";
    private static final String B = "Bearer sk-b";

    private final Clock clock = new Clock();
    private final Keyring one = keyring("sk-a");
    private final Keyring two = keyring("sk-a", "sk-b");

    @Test
    void keysTakeTurns() {
        assertThat(IntStream.range(0, 4).mapToObj(call -> next(two))).containsExactly(A, B, A, B);
    }

    @Test
    void refusedKey_isPassedByWhileItRests() {
        two.choose().orElseThrow().unauthorized();
        assertThat(IntStream.range(0, 4).mapToObj(call -> next(two))).containsOnly(B);
        clock.pass(REST.minusNanos(1));
        assertThat(next(two)).isEqualTo(B);
        assertThat(two.restsFor()).isZero();
    }

    @Test
    void restedKey_isGivenToOneCallAsATrial() {
        one.choose().orElseThrow().unauthorized();
        assertThat(one.choose()).isEmpty();
        assertThat(one.restsFor()).isEqualTo(REST.toNanos());
        clock.pass(REST);
        assertThat(one.restsFor()).isZero();
        assertThat(one.choose()).isPresent();
        assertThat(one.choose()).isEmpty();
    }

    @Test
    void trialThatIsAccepted_bringsTheKeyBackAtOnce() {
        Key trial = trialAfterRest(one);
        trial.accepted();
        assertThat(one.choose()).isPresent();
        assertThat(one.choose()).isPresent();
    }

    @Test
    void trialWithoutAVerdict_isFollowedByAnotherAfterOneRest() {
        trialAfterRest(one);
        clock.pass(REST.minusNanos(1));
        assertThat(one.choose()).isEmpty();
        clock.pass(Duration.ofNanos(1));
        assertThat(one.choose()).isPresent();
    }

    @Test
    void everyTrialThatFails_doublesTheRestUpToAnHour() {
        Key call = one.choose().orElseThrow();
        Duration rest = REST;
        for (int trial = 0; trial < 12; trial++) {
            call.unauthorized();
            assertThat(one.restsFor()).isEqualTo(rest.toNanos());
            clock.pass(rest);
            call = one.choose().orElseThrow();
            rest = rest.multipliedBy(2).compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : rest.multipliedBy(2);
        }
        assertThat(rest).isEqualTo(Duration.ofHours(1));
        call.accepted();
        one.choose().orElseThrow().unauthorized();
        assertThat(one.restsFor()).isEqualTo(REST.toNanos());
    }

    @Test
    void callsThatFailTogether_countAsOne() {
        List<Key> together = IntStream.range(0, 20)
                .mapToObj(call -> one.choose().orElseThrow())
                .toList();
        together.forEach(Key::unauthorized);
        assertThat(one.restsFor()).isEqualTo(REST.toNanos());
        clock.pass(REST);
        Key trial = one.choose().orElseThrow();
        together.forEach(Key::unauthorized);
        trial.accepted();
        assertThat(one.choose()).isPresent();
    }

    @Test
    void answerToACallFromBeforeTheFailure_saysNothingOfIt() {
        Key before = one.choose().orElseThrow();
        one.choose().orElseThrow().withoutBalance();
        before.accepted();
        assertThat(one.choose()).isEmpty();
    }

    @Test
    void accountWithoutBalance_restsWithAllItsKeys() {
        two.choose().orElseThrow().withoutBalance();
        assertThat(two.choose()).isEmpty();
        clock.pass(REST);
        Key trial = two.choose().orElseThrow();
        assertThat(two.choose()).isEmpty();
        trial.withoutBalance();
        assertThat(two.restsFor()).isEqualTo(REST.multipliedBy(2).toNanos());
        clock.pass(REST.multipliedBy(2));
        two.choose().orElseThrow().accepted();
        assertThat(IntStream.range(0, 2).mapToObj(call -> next(two))).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void lastKeyLeft_isGivenInSpiteOfItsRest_theOneThatEndsFirst() {
        two.choose().orElseThrow().unauthorized();
        clock.pass(Duration.ofSeconds(1));
        two.choose().orElseThrow().unauthorized();
        assertThat(two.choose()).isEmpty();
        assertThat(two.chooseAnyway().orElseThrow().authorization()).isEqualTo(A);
        assertThat(two.chooseAnyway().orElseThrow().authorization()).isEqualTo(B);
    }

    @Test
    void failuresInSpiteOfTheRest_doNotLengthenIt() {
        one.choose().orElseThrow().unauthorized();
        for (int call = 0; call < 50; call++) {
            one.chooseAnyway().orElseThrow().unauthorized();
        }
        assertThat(one.restsFor()).isEqualTo(REST.toNanos());
        one.chooseAnyway().orElseThrow().accepted();
        assertThat(one.choose()).isPresent();
    }

    @Test
    void borrowedKey_neitherEndsARestNorTakesATrial() {
        one.choose().orElseThrow().unauthorized();
        one.borrow().orElseThrow().accepted();
        assertThat(one.choose()).isEmpty();
        clock.pass(REST);
        assertThat(one.borrow().orElseThrow().authorization()).isEqualTo(A);
        assertThat(one.choose()).isPresent();
        one.borrow().orElseThrow().withoutBalance();
        assertThat(one.restsFor()).isEqualTo(REST.toNanos());
    }

    @Test
    void loopsThatChooseAtOnce_getOneTrial() {
        one.choose().orElseThrow().unauthorized();
        for (int rest = 0; rest < 100; rest++) {
            clock.pass(REST);
            List<CompletableFuture<Boolean>> loops = IntStream.range(0, 4)
                    .mapToObj(loop ->
                            CompletableFuture.supplyAsync(() -> one.choose().isPresent()))
                    .toList();
            assertThat(loops.stream().filter(CompletableFuture::join)).hasSize(1);
        }
    }

    @Test
    void withoutKeys_thereIsNothingToChoose() {
        assertThat(Keyring.empty().choose()).isEmpty();
        assertThat(Keyring.empty().chooseAnyway()).isEmpty();
        assertThat(Keyring.empty().borrow()).isEmpty();
    }

    private Key trialAfterRest(Keyring keyring) {
        keyring.choose().orElseThrow().unauthorized();
        clock.pass(REST);
        return keyring.choose().orElseThrow();
    }

    private static String next(Keyring keyring) {
        return keyring.choose().orElseThrow().authorization();
    }

    private Keyring keyring(String... keys) {
        return new Keyring(List.of(keys), clock, REST.toNanos());
    }
}

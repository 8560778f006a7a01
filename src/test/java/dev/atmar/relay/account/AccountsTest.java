package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the configured accounts a call may go to, and in which order. */
@ExtendWith(VertxExtension.class)
final class AccountsTest {
    private static final String URL = "http://127.0.0.1:9/v1";

    private final Clock clock = new Clock();
    private Accounts accounts;

    @BeforeEach
    void open(Vertx vertx) {
        JsonObject keyless = account("keyless", URL + "/k", "env:ATMAR_NO_SUCH_KEY", "alone", "shared");
        JsonObject first = account("first", URL, "sk-1", "shared", "m1");
        JsonObject second = account("second", URL, "sk-2", "shared");
        JsonObject any = account("any", URL + "/any/", "sk-3", "*", "named");
        JsonArray all = new JsonArray(List.of(keyless, first, second, any));
        RelaySettings settings = RelaySettings.of(new JsonObject().put("accounts", all));
        accounts = Accounts.of(vertx, settings, clock);
    }

    @Test
    void accountsWithKeys_servingTheModel_inTheSettingsOrder() {
        assertThat(names(accounts.pooled())).containsExactly("first", "second", "any");
        assertThat(names(accounts.serving("shared"))).containsExactly("first", "second", "any");
        assertThat(names(accounts.serving("m1"))).containsExactly("first", "any");
        assertThat(names(accounts.serving("whatever"))).containsExactly("any");
    }

    @Test
    void baseUrl_mustBeTheVeryOne() {
        assertThat(names(accounts.at(URL))).containsExactly("first", "second");
        assertThat(names(accounts.at(URL + "/any"))).containsExactly("any");
        assertThat(accounts.at(URL + "/k")).isEmpty();
        assertThat(accounts.at(URL + "/x")).isEmpty();
    }

    @Test
    void accountWithoutItsKey_stillSaysWhereACallersKeyGoes() {
        assertThat(accounts.firstServing("shared").orElseThrow().url()).isEqualTo(URL + "/k");
        assertThat(accounts.firstServing("m1").orElseThrow().url()).isEqualTo(URL);
        assertThat(accounts.firstServing("whatever").orElseThrow().name()).isEqualTo("any");
        assertThat(accounts.first().orElseThrow().pooled()).isFalse();
        assertThat(accounts.first().orElseThrow().chooseAnyway()).isEmpty();
    }

    @Test
    void addresses_areParsedOnce() {
        Account any = accounts.pooled().get(2);
        assertThat(any.completions().uri()).isEqualTo("/v1/any/chat/completions");
        assertThat(any.models().uri()).isEqualTo("/v1/any/models");
        assertThat(any.namedModels()).containsExactly("named");
        assertThat(any.servesAny()).isTrue();
    }

    @Test
    void equalAccounts_takeTurns() {
        List<Account> among = accounts.serving("shared");
        assertThat(IntStream.range(0, 3)
                        .mapToObj(call -> accounts.usable(among).get(0).name()))
                .containsExactlyInAnyOrder("first", "second", "any");
        assertThat(accounts.usable(among)).containsExactlyInAnyOrderElementsOf(among);
        assertThat(accounts.usable(List.of())).isEmpty();
    }

    @Test
    void accountWithMostRoom_comesFirst_thenTheOneWithTheShortestQueue() {
        List<Account> three = accounts.pooled();
        List<Preference.Moment> moments = List.of(
                new Preference.Moment(three.get(0), -1, 0, 0),
                new Preference.Moment(three.get(1), 0, 7, 0),
                new Preference.Moment(three.get(2), 0, 3, 0));
        assertThat(names(Preference.ordered(moments))).containsExactly("any", "second", "first");
        assertThat(names(Preference.ordered(
                        List.of(moments.get(0), new Preference.Moment(three.get(1), 100, 0, 1), moments.get(2)))))
                .containsExactly("any", "first");
    }

    @Test
    void keyThatNoHeaderCanHold_isRefusedAtStart(Vertx vertx) {
        JsonArray bad = new JsonArray().add(account("bad", URL, "sk-1\nx: y", "*"));
        RelaySettings settings = RelaySettings.of(new JsonObject().put("accounts", bad));
        assertThatThrownBy(() -> Accounts.of(vertx, settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("bad")
                .hasMessageNotContaining("sk-1");
    }

    @Test
    void accountThatRests_isLeftOut_andTheLastOneLeftIsTriedAllTheSame() {
        List<Account> among = accounts.at(URL);
        among.get(0).choose().orElseThrow().withoutBalance();
        assertThat(names(accounts.usable(among))).containsExactly("second");
        clock.pass(Duration.ofSeconds(1));
        among.get(1).choose().orElseThrow().unauthorized();
        for (int call = 0; call < 3; call++) {
            assertThat(names(accounts.usable(among))).containsExactly("first");
        }
        clock.pass(Duration.ofSeconds(1));
        among.get(0).chooseAnyway().orElseThrow().withoutBalance();
        assertThat(names(accounts.usable(among))).containsExactly("second");
        among.get(1).chooseAnyway().orElseThrow().accepted();
        assertThat(among.get(1).choose()).isPresent();
    }

    @Test
    void usable_takesNoTrial() {
        Account first = accounts.pooled().get(0);
        first.choose().orElseThrow().unauthorized();
        clock.pass(Duration.ofSeconds(30));
        assertThat(accounts.usable(List.of(first))).containsExactly(first);
        assertThat(accounts.usable(List.of(first))).containsExactly(first);
        assertThat(first.choose()).isPresent();
        assertThat(first.choose()).isEmpty();
    }

    @Test
    void callersOwnKey_isAnAccountByItself() {
        Account callers = accounts.ofCaller(URL, "sk-mine");
        assertThat(callers.name()).isEqualTo("callers");
        assertThat(callers.pooled()).isFalse();
        assertThat(callers.serves("anything")).isTrue();
        assertThat(callers.choose()).isEmpty();
        assertThat(callers.chooseAnyway()).isEmpty();
        assertThat(accounts.usable(List.of(callers))).containsExactly(callers);
        assertThat(accounts.ofCaller(URL, "sk-mine")).isSameAs(callers);
        assertThat(accounts.ofCaller(URL + "/k", "sk-mine")).isNotSameAs(callers);
        assertThat(accounts.ofCaller(URL, "sk-mine2")).isNotSameAs(callers);
        assertThat(accounts.pooled()).doesNotContain(callers);
    }

    @Test
    void callersOwnKey_thatIsAConfiguredOne_sharesItsAccountAtItsAddressOnly() {
        Account first = accounts.pooled().get(0);
        assertThat(accounts.ofCaller(URL, "sk-1")).isSameAs(first);
        assertThat(accounts.ofCaller(URL + "/any", "sk-1").pooled()).isFalse();
        Key.ofCaller("sk-1").withoutBalance();
        Key.ofCaller("sk-1").unauthorized();
        assertThat(first.choose()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9/v1, HTTP://127.0.0.1:9/v1",
        "https://host/v1, https://HOST/v1",
        "https://host/v1, hTTps://Host:443/v1",
        "http://host, http://host:80",
        "http://host/vé, http://host/v%C3%A9"
    })
    void callersOwnKey_hasOneLimitHoweverItsUrlIsSpelled(String url, String spelled) {
        assertThat(accounts.ofCaller(spelled, "sk-mine")).isSameAs(accounts.ofCaller(url, "sk-mine"));
        assertThat(accounts.ofCaller("HTTP://127.0.0.1:09/v1", "sk-1"))
                .isSameAs(accounts.pooled().get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/v1, https://host/v1",
        "https://host/v1, https://host:80/v1",
        "https://host/v1, https://host/V1",
        "https://host/v1, https://host2/v1"
    })
    void anotherPlace_isAnotherAccount(String url, String other) {
        assertThat(accounts.ofCaller(other, "sk-mine")).isNotSameAs(accounts.ofCaller(url, "sk-mine"));
    }

    @Test
    void callersUrl_thatIsNone_isRefused() {
        assertThatThrownBy(() -> accounts.ofCaller("nowhere", "sk-mine"))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.param()).isEqualTo("url");
                });
    }

    private static List<String> names(List<Account> accounts) {
        return accounts.stream().map(Account::name).toList();
    }

    private static JsonObject account(String name, String url, String key, String... models) {
        return new JsonObject()
                .put("name", name)
                .put("url", url)
                .put("keys", new JsonArray().add(key))
                .put("models", new JsonArray(List.of(models)))
                .put("limit", 3);
    }
}

package dev.atmar.relay.guard;

import static dev.atmar.relay.guard.Guards.machine;
import static dev.atmar.relay.guard.Guards.refused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the guard, what does not, and to which machine the call then goes. */
@ExtendWith(VertxExtension.class)
final class TargetGuardTest {
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void remember(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @MethodSource("dev.atmar.relay.guard.HostileUrls#unclear")
    void urlThatCanBeReadInTwoWays_isNeverResolved(String url) throws Exception {
        refused(guard(Guards.allow("0.0.0.0/0", "::/0"), "127.0.0.1"), url, 400, "invalid_value");
        assertThat(resolved).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.atmar.relay.guard.HostileUrls#inside")
    void addressThatIsNotPublic_isRefused(String url) throws Exception {
        ApiException refusal = refused(guard(new JsonObject(), "127.0.0.1"), url, 403, "target_not_allowed");
        assertThat(refusal).hasMessageStartingWith("url: ").hasMessageContaining("relay.targets.allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::ffff:93.184.216.34]/", "http://93.184.216.34/", "https://93.184.216.34:8443/a"})
    void publicAddress_isCalledItself(String url) throws Exception {
        assertThat(machine(guard(new JsonObject(), "127.0.0.1"), url)).isEqualTo(Guards.PUBLIC);
        assertThat(resolved).isEmpty();
    }

    @Test
    void nameWithPublicAddresses_isPinnedToTheFirst() throws Exception {
        TargetGuard guard = guard(new JsonObject(), Guards.PUBLIC, "2606:4700::1111");
        Target target = guard.check("url", "https://Api.Example.:8443/x").await(30, SECONDS);
        assertThat(target.machine().host()).isEqualTo(Guards.PUBLIC);
        assertThat(target.address().host()).isEqualTo("Api.Example.");
        assertThat(target.toOptions(HttpMethod.POST, 1).getServer())
                .isEqualTo(SocketAddress.inetSocketAddress(8443, Guards.PUBLIC));
        assertThat(resolved).containsExactly("api.example.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0"})
    void nameWithOneAddressThatIsNotPublic_isRefused(String address) throws Exception {
        for (TargetGuard guard : List.of(
                guard(new JsonObject(), address),
                guard(new JsonObject(), Guards.PUBLIC, address),
                guard(new JsonObject(), address, Guards.PUBLIC))) {
            refused(guard, "http://rebind.example/", 403, "target_not_allowed");
        }
    }

    @Test
    void refusal_tellsNothingOfTheUrlButItsHost() throws Exception {
        ApiException refusal = refused(
                guard(new JsonObject(), "10.0.0.7"),
                "http://inside.example/secret?key=sk-1",
                403,
                "target_not_allowed");
        assertThat(refusal)
                .hasMessage(
                        "url: inside.example is in a private network (RFC 1918); relay.targets.allow does not list it");
    }

    @Test
    void nameThatResolvesDifferentlyLater_leadsToWhatWasLookedAt() throws Exception {
        AtomicLong now = new AtomicLong();
        AtomicInteger times = new AtomicInteger();
        TargetGuard guard = new TargetGuard(
                vertx,
                Guards.settings(new JsonObject()),
                "test",
                Guards.resolver(name -> List.of(times.incrementAndGet() == 1 ? Guards.PUBLIC : "127.0.0.1")),
                now::get);
        assertThat(machine(guard, "http://rebind.example/")).isEqualTo(Guards.PUBLIC);
        assertThat(machine(guard, "http://REBIND.example/")).isEqualTo(Guards.PUBLIC);
        now.addAndGet(NameCache.KEPT.toNanos());
        refused(guard, "http://rebind.example/", 403, "target_not_allowed");
        assertThat(times).hasValue(2);
    }

    /** The client cannot resolve this name: only the pinned address leads to the server. */
    @Test
    void call_goesToThePinnedMachineUnderTheUrlsName() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(request.getHeader("host") + request.uri()))
                .listen(0, "127.0.0.1")
                .await(30, SECONDS);
        AtomicInteger times = new AtomicInteger();
        TargetGuard guard = Guards.guard(
                vertx,
                Guards.allow("127.0.0.1/32"),
                name -> List.of(times.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2"));
        String authority = "rebind.invalid:" + server.actualPort();
        Target target = guard.check("url", "http://" + authority + "/x?y").await(30, SECONDS);
        String seen = vertx.createHttpClient()
                .request(target.toOptions(HttpMethod.GET, 30_000))
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .await(30, SECONDS)
                .toString();
        assertThat(seen).isEqualTo(authority + "/x?y");
        assertThat(times).hasValue(1);
    }

    @Test
    void nameThatDoesNotResolve_isTheFieldsFault() throws Exception {
        TargetGuard guard = Guards.guard(vertx, new JsonObject(), name -> {
            throw new UnknownHostException(name);
        });
        assertThatThrownBy(() -> guard.check("base_url", "http://none.example/").await(30, SECONDS))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.code()).isEqualTo("host_not_found");
                    assertThat(refusal.param()).isEqualTo("base_url");
                });
    }

    @Test
    void outcome_arrivesOnTheCallersContext() throws Exception {
        TargetGuard guard = guard(new JsonObject(), Guards.PUBLIC);
        for (String url : List.of("http://a.example/", "http://a.example/", "http://8.8.8.8/", "http://10.0.0.1/")) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> answered = new CompletableFuture<>();
            context.runOnContext(
                    turn -> guard.check("url", url).onComplete(done -> answered.complete(Vertx.currentContext())));
            assertThat(answered.get(30, SECONDS)).isEqualTo(context);
        }
    }

    @Test
    void entryThatIsMalformed_refusesTheStart() throws Exception {
        assertThatThrownBy(() -> TargetGuard.of(vertx, Guards.settings(Guards.allow("10.0.0.0/99")), "test"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.targets.allow: value: \"10.0.0.0/99\" (expected: ");
    }

    /** Every name resolves to these addresses. */
    private TargetGuard guard(JsonObject changes, String... addresses) {
        return Guards.guard(vertx, changes, name -> {
            resolved.add(name);
            return List.of(addresses);
        });
    }
}

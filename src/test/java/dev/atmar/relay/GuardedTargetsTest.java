package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Room;
import dev.atmar.http.json.RawObject;
import dev.atmar.limit.Gate;
import dev.atmar.relay.guard.Guards;
import dev.atmar.relay.guard.HostileUrls;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers' URLs through {@code /atmar/} of a relay that serves others than its own machine. */
@ExtendWith(VertxExtension.class)
final class GuardedTargetsTest {
    private Vertx vertx;
    private Backend backend;

    @BeforeEach
    void start(Vertx given) {
        vertx = given;
        backend = Backend.json(vertx, 200, "{}");
    }

    @Test
    void urlThatCanBeReadInTwoWays_isTheCallersFault() {
        Relay relay = open("127.0.0.0/8", "localhost");
        HostileUrls.unclear().filter(url -> !url.isBlank()).forEach(url -> {
            String onTheBackend = url.replace("127.0.0.1/", "127.0.0.1:" + port() + "/");
            for (String tried : List.of(url, onTheBackend)) {
                Answered.error(relay.post("/atmar/", to(tried)), 400, "invalid_value", "url");
            }
        });
        assertThat(backend.total()).isZero();
    }

    @Test
    void addressThatIsNotPublic_isForbidden() {
        Relay relay = open();
        HostileUrls.inside()
                .forEach(url -> Answered.error(relay.post("/atmar/", to(url)), 403, "target_not_allowed", null));
        for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]")) {
            String url = "http://" + host + ":" + port() + "/";
            Answered.error(relay.post("/atmar/", to(url)), 403, "target_not_allowed", null);
        }
        assertThat(backend.total()).isZero();
    }

    @Test
    void nameThatIsAllowed_isCalledByItsName() {
        Relay relay = open("localhost");
        assertThat(relay.post("/atmar/", to("http://localhost:" + port())).statusCode())
                .isEqualTo(200);
        assertThat(backend.next().headers().get("host")).isEqualTo("localhost:" + port());
        Answered.error(relay.post("/atmar/", to(backend.url())), 403, "target_not_allowed", null);
    }

    @Test
    void rangeThatIsAllowed_isCalledByAddressAndByName() {
        Relay relay = open("127.0.0.0/8:" + port());
        for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")) {
            assertThat(relay.post("/atmar/", to("http://" + host + ":" + port()))
                            .statusCode())
                    .as(host)
                    .isEqualTo(200);
            assertThat(backend.next().headers().get("host")).isEqualTo(host + ":" + port());
        }
        Answered.error(relay.post("/atmar/", to("http://127.0.0.1:1/")), 403, "target_not_allowed", null);
    }

    @Test
    void accountsBase_needsNoEntry() {
        JsonObject account = new JsonObject()
                .put("name", "a")
                .put("url", backend.url() + "/v1")
                .put("keys", new JsonArray());
        Relay relay = Relay.deploy(vertx, beyondLoopback().put("accounts", new JsonArray().add(account)));
        assertThat(relay.post("/atmar/", to(backend.url() + "/v1/models")).statusCode())
                .isEqualTo(200);
        for (String beside : List.of("/v1/../admin", "/v1/%2e%2e/admin", "/v2")) {
            Answered.error(relay.post("/atmar/", to(backend.url() + beside)), 403, "target_not_allowed", null);
        }
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void oneUrlOfAnArray_isRefusedAlone() {
        Relay relay = open("localhost:" + port());
        JsonArray urls = new JsonArray()
                .add(to("http://localhost:" + port()))
                .add(to("http://169.254.169.254/"))
                .add(to("http://2130706433/"))
                .add(to("http://localhost:" + port()));
        HttpResponse<String> answer = relay.post("/atmar/", urls);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray answers = new JsonArray(answer.body());
        assertThat(answers.getJsonObject(0).getInteger("status")).isEqualTo(200);
        Answered.error(answers.getJsonObject(1), "target_not_allowed", null);
        Answered.error(answers.getJsonObject(2), "invalid_value", "url");
        assertThat(answers.getJsonObject(3).getInteger("status")).isEqualTo(200);
    }

    @Test
    void entryThatIsMalformed_refusesTheStart() {
        assertThatThrownBy(() -> open("10.0.0.0/99"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.targets.allow: ");
    }

    @Test
    void callerLeavesWhileTheNameIsResolved_upstreamIsNotCalled() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<List<String>> resolved = new CompletableFuture<>();
        Cancellation caller = new Cancellation();
        Future<?> call = onOneLoop(caller, name -> {
            asked.complete(null);
            return resolved.join();
        });
        Await.await(asked);
        caller.cancel();
        resolved.complete(List.of("127.0.0.1"));
        assertThat(Await.failureOf(call))
                .isInstanceOfSatisfying(
                        ApiException.class, gone -> assertThat(gone.code()).isEqualTo("caller_gone"));
        assertThat(backend.connections()).isZero();
    }

    @Test
    void callerWhoStays_isServedByTheMachineThatWasLookedAt() {
        Future<WholeAnswer> call = onOneLoop(new Cancellation(), name -> List.of("127.0.0.1"));
        assertThat(Await.await(call).status()).isEqualTo(200);
        assertThat(backend.next().headers().get("host")).isEqualTo("rebind.invalid:" + port());
    }

    /** Posts to a name that nothing but these names can resolve. */
    private Future<WholeAnswer> onOneLoop(Cancellation caller, Guards.Names names) {
        RelaySettings settings = Relay.settings(new JsonObject());
        Post post = new Post(
                vertx,
                Upstream.of(vertx, settings, 10, Room.unbounded(), BodyRoom.unbounded()),
                Guards.guard(vertx, settings, names),
                new Gate("/atmar/", 10, 0),
                settings);
        RawObject request =
                RawObject.parse(to("http://rebind.invalid:" + port()).toBuffer());
        return Future.future(answered -> vertx.getOrCreateContext()
                .runOnContext(turn -> post.whole(
                                PostRequest.of(request, settings, null),
                                new WholeAnswer.Budget(
                                        1000, BodyRoom.unbounded().share()),
                                caller)
                        .onComplete(answered)));
    }

    private Relay open(String... allow) {
        JsonObject targets = new JsonObject().put("allow", new JsonArray(List.of(allow)));
        return Relay.deploy(vertx, beyondLoopback().put("targets", targets));
    }

    private static JsonObject beyondLoopback() {
        return new JsonObject().put("host", "0.0.0.0").put("open", true);
    }

    private String port() {
        return backend.url().substring(backend.url().lastIndexOf(':') + 1);
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}

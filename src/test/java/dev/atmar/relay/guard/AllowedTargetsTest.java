package dev.atmar.relay.guard;

import static dev.atmar.relay.guard.Guards.machine;
import static dev.atmar.relay.guard.Guards.refused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.ApiException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings let pass that is not public, and the ports they close. */
@ExtendWith(VertxExtension.class)
final class AllowedTargetsTest {
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void remember(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, http://10.0.0.1/, 10.0.0.1",
        "10.0.0.0/8, http://inside.example/, 10.0.0.1",
        "10.0.0.0/8, http://[::ffff:10.0.0.1]/, 10.0.0.1",
        "10.0.0.0/8:81, http://inside.example:81/, 10.0.0.1",
        "inside.example, http://Inside.Example./, 10.0.0.1",
        "inside.example:81, http://inside.example:81/, 10.0.0.1",
        "*.example, http://inside.example/, 10.0.0.1",
        "[::1]:80, http://[::1]/, 0:0:0:0:0:0:0:1",
        "64:ff9b::/96, http://[64:ff9b::a00:1]/, 64:ff9b:0:0:0:0:a00:1"
    })
    void whatIsAllowed_passes(String entry, String url, String machine) throws Exception {
        assertThat(machine(guard(Guards.allow(entry), "10.0.0.1"), url)).isEqualTo(machine);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8:81, http://inside.example/",
        "10.0.0.0/9, http://10.128.0.1/",
        "inside.example, http://10.0.0.1/",
        "inside.example, http://other.example/",
        "inside.example:81, http://inside.example/",
        "*.inside.example, http://inside.example/",
        "127.0.0.0/8, http://0.0.0.0/",
        "0.0.0.0/0, http://[::1]/"
    })
    void whatIsAllowedElsewhere_isRefused(String entry, String url) throws Exception {
        refused(guard(Guards.allow(entry), "10.0.0.1"), url, 403, "target_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example/", "http://api.example:443/", "http://inside.example:8080/"})
    void portThatIsListed_isOpen(String url) throws Exception {
        TargetGuard guard = guard(Guards.targets(List.of("inside.example:8080"), List.of(443)), Guards.PUBLIC);
        assertThat(machine(guard, url)).isEqualTo(Guards.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example/", "http://93.184.216.34:22/", "http://inside.example/"})
    void portThatIsNot_isRefusedBeforeTheNameIsResolved(String url) throws Exception {
        TargetGuard guard =
                guard(Guards.targets(List.of("inside.example", "10.0.0.0/8:8080"), List.of(443)), "10.0.0.1");
        ApiException refusal = refused(guard, url, 403, "target_not_allowed");
        assertThat(refusal).hasMessageContaining("relay.targets.ports");
        assertThat(resolved).isEmpty();
    }

    @Test
    void portThatARangeIsListedWith_isOpenForItsMachinesOnly() throws Exception {
        JsonObject targets = Guards.targets(List.of("10.0.0.0/8:8080"), List.of(443));
        assertThat(machine(guard(targets, "10.0.0.1"), "http://inside.example:8080/"))
                .isEqualTo("10.0.0.1");
        refused(guard(targets, Guards.PUBLIC), "http://api.example:8080/", 403, "target_not_allowed");
        refused(guard(targets, "10.0.0.1", Guards.PUBLIC), "http://both.example:8080/", 403, "target_not_allowed");
    }

    @Test
    void accountsBase_passesWhereverItIs() throws Exception {
        JsonObject account = new JsonObject()
                .put("name", "a")
                .put("url", "http://10.0.0.9:8080/v1")
                .put("keys", new JsonArray());
        TargetGuard guard = guard(
                Guards.targets(List.of(), List.of(443)).put("accounts", new JsonArray().add(account)), "10.0.0.9");
        Target target =
                guard.check("url", "http://10.0.0.9:8080/v1/chat/completions").await(30, SECONDS);
        assertThat(target.machine()).isNull();
        for (String beside : List.of("/v2", "/v1/../admin", "/v1/%2e%2e/admin", "/v1%2f..", "/v11", "/")) {
            refused(guard, "http://10.0.0.9:8080" + beside, 403, "target_not_allowed");
        }
        refused(guard, "http://u@10.0.0.9:8080/v1", 400, "invalid_value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
    void relayOnLoopback_callsLoopbackButNothingElseInside(String host) throws Exception {
        TargetGuard guard = guard(new JsonObject().put("host", host), "127.0.0.1", "::1");
        assertThat(machine(guard, "http://localhost/")).isEqualTo("127.0.0.1");
        assertThat(machine(guard, "http://127.1.2.3/")).isEqualTo("127.1.2.3");
        assertThat(machine(guard, "http://[::1]/")).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(machine(guard, "http://[::ffff:127.0.0.1]/")).isEqualTo("127.0.0.1");
        for (String inside : List.of("0.0.0.0", "10.0.0.1", "169.254.169.254", "[::]", "[::127.0.0.1]", "[fe80::1]")) {
            refused(guard, "http://" + inside + "/", 403, "target_not_allowed");
        }
    }

    /** Every name resolves to these addresses. */
    private TargetGuard guard(JsonObject changes, String... addresses) {
        return Guards.guard(vertx, changes, name -> {
            resolved.add(name);
            return List.of(addresses);
        });
    }
}

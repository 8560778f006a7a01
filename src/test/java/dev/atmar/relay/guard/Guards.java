package dev.atmar.relay.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.ApiException;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Guards with a resolver of the test's. */
public final class Guards {
    /** A public address that is nobody's, or is never called. */
    static final String PUBLIC = "93.184.216.34";

    private Guards() {}

    /** Finds addresses of a name; may block. */
    @FunctionalInterface
    public interface Names {
        List<String> of(String name) throws UnknownHostException;
    }

    public static TargetGuard guard(Vertx vertx, RelaySettings settings, Names names) {
        return new TargetGuard(vertx, settings, "test", resolver(names), System::nanoTime);
    }

    /** Of a relay that listens beyond loopback, without accounts, but for what {@code changes} says. */
    static TargetGuard guard(Vertx vertx, JsonObject changes, Names names) {
        return guard(vertx, settings(changes), names);
    }

    static RelaySettings settings(JsonObject changes) {
        return RelaySettings.of(new JsonObject()
                .put("host", "0.0.0.0")
                .put("accounts", new JsonArray())
                .mergeIn(changes));
    }

    static JsonObject targets(List<String> allow, List<Integer> ports) {
        return new JsonObject()
                .put(
                        "targets",
                        new JsonObject().put("allow", new JsonArray(allow)).put("ports", new JsonArray(ports)));
    }

    static JsonObject allow(String... entries) {
        return targets(List.of(entries), List.of());
    }

    static Resolver resolver(Names names) {
        return name -> {
            List<String> addresses = names.of(name);
            InetAddress[] found = new InetAddress[addresses.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = IpLiteral.of(addresses.get(i)).orElseThrow();
            }
            return found;
        };
    }

    /** Where the call would go. */
    static String machine(TargetGuard guard, String url) throws TimeoutException {
        return guard.check("url", url).await(30, SECONDS).machine().host();
    }

    /** Checks that the URL does not pass. */
    static ApiException refused(TargetGuard guard, String url, int status, String code) throws TimeoutException {
        Throwable failure = guard.check("url", url)
                .<Throwable>map(target -> new AssertionError("passed: " + url))
                .otherwise(refusal -> refusal)
                .await(30, SECONDS);
        assertThat(failure).isInstanceOf(ApiException.class);
        ApiException refusal = (ApiException) failure;
        assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.param()).isEqualTo(status == 400 ? "url" : null);
        return refusal;
    }
}

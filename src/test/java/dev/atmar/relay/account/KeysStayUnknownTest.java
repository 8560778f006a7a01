package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.WebAddress;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller's key is in nothing that outlives its call, and no key is in anything that is printed. */
@ExtendWith(VertxExtension.class)
final class KeysStayUnknownTest {
    private static final String CANARY = "canary-1618";
    private static final String CONFIGURED = "sk-account-" + CANARY;
    private static final String CALLERS = "sk-caller-" + CANARY;
    private static final String URL = "http://127.0.0.1:9/v1";

    @Test
    void accounts_holdNoKeyOfACaller(Vertx vertx) throws IllegalAccessException {
        Accounts accounts = accounts(vertx);
        Account callers = accounts.ofCaller(URL, CALLERS);
        Set<Object> reachable = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(accounts, reachable);
        assertThat(reachable).contains(callers, CONFIGURED);
        assertThat(reachable.stream().map(String::valueOf)).noneMatch(text -> text.contains(CALLERS));
        assertThat(reachable.stream().filter(text -> text instanceof String hex && hex.length() == 64))
                .as("fingerprints")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void nothingPrintsAKey(Vertx vertx) throws IllegalAccessException {
        Accounts accounts = accounts(vertx);
        accounts.ofCaller(URL, CALLERS);
        Set<Object> reachable = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(accounts, reachable);
        collect(accounts.pooled().get(0).choose().orElseThrow(), reachable);
        collect(Key.ofCaller(CALLERS), reachable);
        reachable.removeIf(String.class::isInstance);
        assertThat(reachable).hasSizeGreaterThan(20);
        for (Object printed : reachable) {
            if (isOurs(printed)) {
                assertThat(printed.toString()).doesNotContain(CANARY);
            }
        }
        assertThat(accounts.callers().toString()).doesNotContain(CANARY);
    }

    @Test
    void fingerprints_dependOnAddressKeyAndProcess() {
        Fingerprints fingerprints = new Fingerprints();
        WebAddress url = WebAddress.of("url", URL);
        assertThat(fingerprints.of(url, CALLERS))
                .isEqualTo(fingerprints.of(url, CALLERS))
                .isNotEqualTo(fingerprints.of(url, CONFIGURED))
                .isNotEqualTo(fingerprints.of(WebAddress.of("url", URL + "s"), CALLERS))
                .isNotEqualTo(fingerprints.of(WebAddress.of("url", URL + CALLERS.charAt(0)), CALLERS.substring(1)))
                .isNotEqualTo(new Fingerprints().of(url, CALLERS))
                .matches("[0-9a-f]{64}");
    }

    private static Accounts accounts(Vertx vertx) {
        JsonObject account =
                new JsonObject().put("name", "main").put("url", URL).put("keys", new JsonArray().add(CONFIGURED));
        return Accounts.of(vertx, RelaySettings.of(new JsonObject().put("accounts", new JsonArray().add(account))));
    }

    /** All that is reached from here through our own classes, and what they keep in collections and references. */
    private static void collect(Object from, Set<Object> reachable) throws IllegalAccessException {
        if (from == null || !reachable.add(from)) {
            return;
        }
        if (from instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                collect(entry.getKey(), reachable);
                collect(entry.getValue(), reachable);
            }
        }
        if (from instanceof Collection<?> collection) {
            for (Object element : collection) {
                collect(element, reachable);
            }
        }
        if (from instanceof Reference<?> reference) {
            collect(reference.get(), reachable);
        }
        if (isOurs(from)) {
            collectFields(from, reachable);
        }
    }

    private static void collectFields(Object from, Set<Object> reachable) throws IllegalAccessException {
        for (Field field : from.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                collect(field.get(from), reachable);
            }
        }
    }

    private static boolean isOurs(Object object) {
        return object.getClass().getName().startsWith("dev.atmar.")
                && !object.getClass().isHidden();
    }
}

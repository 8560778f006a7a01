package dev.atmar.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Settings from environment variables: {@code ATMAR_} and the key's path in capitals, dots as underscores. */
final class Environment {
    private static final String PREFIX = "ATMAR_";

    /** What Kubernetes sets in every container for a service that is called atmar; none of it is a setting. */
    private static final String SERVICE_LINK = "ATMAR_(SERVICE|PORT)(_.*)?";

    /** Keys of what is null by default, and so has none in the tree. */
    private static final List<String> BELOW_NULL = List.of("relay.tls.cert", "relay.tls.key");

    private Environment() {}

    static void apply(Map<String, String> environment, ObjectNode tree) {
        Map<String, String> keys = new HashMap<>();
        BELOW_NULL.forEach(key -> keys.put(variable(key), key));
        collect("", tree, keys);
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.matches(SERVICE_LINK)) {
                SettingsTree.put(tree, key(keys, name), SettingsTree.value(value));
            }
        });
    }

    private static String key(Map<String, String> keys, String name) {
        String key = keys.get(name);
        if (key == null) {
            throw new SettingsException(
                    name, "unknown key (expected: " + PREFIX + " and a key's path, e.g. ATMAR_RELAY_PORT)");
        }
        return key;
    }

    private static void collect(String path, JsonNode node, Map<String, String> keys) {
        node.properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            keys.put(variable(key), key);
            collect(key, entry.getValue(), keys);
        });
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}

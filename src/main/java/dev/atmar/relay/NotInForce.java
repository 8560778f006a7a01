package dev.atmar.relay;

import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.RelaySettings;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings that are read and checked, and change nothing yet: whoever sets one is told so at start. */
final class NotInForce {
    private static final Logger LOG = LoggerFactory.getLogger(NotInForce.class);

    private NotInForce() {}

    static void warn(RelaySettings settings) {
        List<String> keys = keys(settings);
        if (!keys.isEmpty()) {
            LOG.warn("not in force yet, and without effect: {}", String.join(", ", keys));
        }
    }

    /** The full names of those that differ from their defaults. */
    static List<String> keys(RelaySettings settings) {
        List<String> keys = new ArrayList<>();
        for (int index = 0; index < settings.accounts().size(); index++) {
            AccountSettings account = settings.accounts().get(index);
            String name = "relay.accounts." + index;
            add(keys, !account.prices().isEmpty(), name + ".prices");
        }
        return keys;
    }

    private static void add(List<String> keys, boolean differs, String key) {
        if (differs) {
            keys.add(key);
        }
    }
}

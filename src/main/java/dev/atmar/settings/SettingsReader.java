package dev.atmar.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the settings: defaults, then file, then environment, then {@code --set}; later wins over earlier. */
public final class SettingsReader {
    private SettingsReader() {}

    /**
     * @param file a JSON file of the shape of {@code conf/atmar.json}, or null
     * @param environment variables; those named {@code ATMAR_RELAY_PORT} and so on count
     * @param assignments {@code relay.port=9000} and so on, in order
     * @throws SettingsException for a file that cannot be read, an unknown key, a wrong type or a value out of range
     */
    public static Settings read(Path file, Map<String, String> environment, List<String> assignments) {
        ObjectNode tree = SettingsTree.defaults();
        if (file != null) {
            SettingsTree.merge(tree, SettingsTree.file(file));
        }
        Environment.apply(environment, tree);
        assignments.forEach(assignment -> SettingsTree.assign(tree, assignment));
        return SettingsBinder.bind("", tree, Settings.class);
    }

    /** One section: the defaults with {@code changes} over them. */
    static <T> T section(String name, JsonObject changes, Class<T> type) {
        ObjectNode tree = (ObjectNode) SettingsTree.defaults().get(name);
        SettingsTree.merge(tree, SettingsTree.object(name, changes.encode()));
        return SettingsBinder.bind(name, tree, type);
    }

    /** A section without secrets as the JSON it could be read from. */
    static JsonObject json(Object section) {
        return new JsonObject(SettingsBinder.encode(section));
    }
}

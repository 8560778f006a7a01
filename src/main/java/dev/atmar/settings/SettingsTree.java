package dev.atmar.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The settings as a JSON tree, before they are bound to records: one layer is laid over another here. */
final class SettingsTree {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SettingsTree() {}

    /** The tree of {@code conf/atmar.json} as it was when the jar was built. */
    static ObjectNode defaults() {
        try (InputStream in = SettingsTree.class.getResourceAsStream("/atmar.json")) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode file(Path path) {
        try {
            return object("settings file " + path, Files.readString(path));
        } catch (IOException e) {
            throw new SettingsException(
                    "settings file " + path, "cannot be read (expected: a readable JSON file in UTF-8)");
        }
    }

    static ObjectNode object(String name, String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new SettingsException(name, "not a JSON object");
        } catch (JsonProcessingException e) {
            throw new SettingsException(name, "not JSON, line " + line(e));
        }
    }

    private static String line(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "unknown" : at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** JSON if it parses, else the text itself. */
    static JsonNode value(String text) {
        try {
            JsonNode parsed = JSON.readTree(text);
            return parsed.isMissingNode() ? TextNode.valueOf(text) : parsed;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** Lays {@code over} onto {@code under}: objects key by key, everything else whole. */
    static void merge(ObjectNode under, ObjectNode over) {
        over.properties().forEach(entry -> {
            JsonNode below = under.get(entry.getKey());
            if (below instanceof ObjectNode objectBelow && entry.getValue() instanceof ObjectNode objectAbove) {
                merge(objectBelow, objectAbove);
            } else {
                under.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /**
     * @param assignment {@code relay.port=9000}; a number in the path is an index into a list
     */
    static void assign(ObjectNode tree, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new SettingsException("--set", "no key and value (expected: KEY=VALUE, e.g. relay.port=9000)");
        }
        String key = assignment.substring(0, equals);
        put(tree, key, value(assignment.substring(equals + 1)));
    }

    /** As {@link #merge}, one key: an object is laid over the object that is there, anything else replaces it. */
    static void put(ObjectNode tree, String key, JsonNode value) {
        List<String> path = List.of(key.split("\\.", -1));
        JsonNode parent = tree;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = child(parent, step, key);
        }
        set(parent, path.get(path.size() - 1), key, value);
    }

    private static JsonNode child(JsonNode parent, String step, String key) {
        JsonNode existing = parent instanceof ArrayNode list ? list.get(index(list, step, key)) : parent.get(step);
        if (parent instanceof ObjectNode object && (existing == null || existing.isNull())) {
            return object.putObject(step);
        }
        if (!existing.isContainerNode()) {
            throw new SettingsException(key, "unknown key (" + step + " has no keys below it)");
        }
        return existing;
    }

    private static void set(JsonNode parent, String step, String key, JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.set(index(list, step, key), value);
        } else if (parent.get(step) instanceof ObjectNode below && value instanceof ObjectNode above) {
            merge(below, above);
        } else {
            ((ObjectNode) parent).set(step, value);
        }
    }

    private static int index(ArrayNode list, String step, String key) {
        if (!step.matches("\\d{1,6}") || Integer.parseInt(step) >= list.size()) {
            throw new SettingsException(key, "no entry " + step + " (expected: an index below " + list.size() + ")");
        }
        return Integer.parseInt(step);
    }
}

package dev.atmar.settings;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the settings' tree into records, and whatever does not fit into a message that names the key. */
final class SettingsBinder {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    /** Keys whose values, even of a wrong type, are never shown. */
    private static final Set<String> SECRET = Set.of("keys", "token", "tokens");

    private SettingsBinder() {}

    /**
     * @param prefix full name of the key that {@code tree} stands at; empty for the whole
     */
    static <T> T bind(String prefix, JsonNode tree, Class<T> type) {
        try {
            return STRICT.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw complaint(prefix, tree, e);
        } catch (JsonProcessingException e) {
            throw new SettingsException(prefix, "not JSON");
        }
    }

    /** The JSON text of a record without secrets, as {@link #bind} would read it. */
    static String encode(Object section) {
        try {
            return STRICT.writeValueAsString(section);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings are records of plain values", e);
        }
    }

    private static SettingsException complaint(String prefix, JsonNode tree, JsonMappingException e) {
        String key = join(prefix, path(e));
        if (rootCause(e) instanceof SettingsException found) {
            return found.under(key);
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new SettingsException(key, "unknown key (expected one of: " + names(unknown) + ")");
        }
        Class<?> type = type(e);
        return new SettingsException(key, "value: " + shown(tree, e, type) + " (expected: " + expected(type) + ")");
    }

    /** What was expected where the value stands; {@code Object} when that is not known. */
    private static Class<?> type(JsonMappingException e) {
        if (e.getCause() instanceof InputCoercionException tooLarge) {
            return tooLarge.getTargetType();
        }
        return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : Object.class;
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof SettingsException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String names(UnrecognizedPropertyException unknown) {
        Collection<Object> known = unknown.getKnownPropertyIds();
        return known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String join(String prefix, String path) {
        return prefix.isEmpty() || path.isEmpty() ? prefix + path : prefix + "." + path;
    }

    /**
     * The value that did not fit; a list or an object in a word, and of a secret nothing at all. Text in the place of
     * a list or an object is not shown either: it may be a key that was written one level too high.
     */
    private static String shown(JsonNode tree, JsonMappingException e, Class<?> type) {
        JsonNode node = tree;
        for (JsonMappingException.Reference step : e.getPath()) {
            JsonNode next = step.getFieldName() == null ? node.get(step.getIndex()) : node.get(step.getFieldName());
            node = next == null ? node : next;
        }
        if (type == Secret.class || e.getPath().stream().anyMatch(step -> SECRET.contains("" + step.getFieldName()))) {
            return "***";
        }
        if (node.isTextual() && isContainer(type)) {
            return "text";
        }
        return node.isObject() ? "an object" : node.isArray() ? "a list" : node.toString();
    }

    private static boolean isContainer(Class<?> type) {
        return type.isRecord() || Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type);
    }

    private static String expected(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Secret.class) {
            return "text";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "another type";
    }
}

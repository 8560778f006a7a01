package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key that can be set, given a value of a type that is not its own. */
final class SettingsTypesTest {
    /** Every key of conf, with a value of every type but its own. */
    static Stream<Arguments> wrongTypes() {
        List<Arguments> cases = new ArrayList<>();
        wrongTypes("", SettingsTree.defaults(), cases);
        return cases.stream();
    }

    private static void wrongTypes(String path, JsonNode object, List<Arguments> cases) {
        object.properties().forEach(entry -> {
            String key = path + entry.getKey();
            JsonNode value = key.equals("relay.tls") ? SettingsTree.value("{}") : entry.getValue();
            if (value == entry.getValue()) {
                cases.add(Arguments.of(key, "null", expected(value)));
            }
            for (String wrong : List.of("some text", "\"\"", "17", "\"17\"", "1.0", "true", "[]", "[[1]]", "{}")) {
                if (!fits(value, SettingsTree.value(wrong))) {
                    cases.add(Arguments.of(key, wrong, expected(value)));
                }
            }
            if (value.isObject()) {
                wrongTypes(key + ".", value, cases);
            }
        });
    }

    private static boolean fits(JsonNode value, JsonNode wrong) {
        boolean same = value.getNodeType() == wrong.getNodeType() && !(value.isNumber() && !wrong.isIntegralNumber());
        return same && !(value.isTextual() && wrong.asText().isBlank()) && !(value.isArray() && wrong.size() > 0);
    }

    private static String expected(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> "number";
            case BOOLEAN -> "true or false";
            case STRING -> "text";
            case ARRAY -> "";
            default -> "object";
        };
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrongTypes")
    void aWrongTypeIsRefusedUnderTheKeysFullName(String key, String wrong, String expected) {
        assertThatThrownBy(() -> set(key + "=" + wrong))
                .isInstanceOf(SettingsException.class)
                .message()
                .matches("(?s)" + key.replace(".", "\\.") + "(\\[0])*: .*\\(expected: .*" + expected + ".*")
                .doesNotContain("another type");
    }

    private static void set(String... assignments) {
        SettingsReader.read(null, Map.of(), List.of(assignments));
    }
}

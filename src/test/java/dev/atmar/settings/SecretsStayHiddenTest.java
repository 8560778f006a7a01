package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key or token, wherever it was written and however wrongly, is in nothing that is printed. */
final class SecretsStayHiddenTest {
    private static final String CANARY = "sk-canary-2718281828";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'relay': {'tokens': '$'}}",
                "{'relay': {'tokens': ['$']}}",
                "{'relay': {'tokens': [['$']]}}",
                "{'relay': {'tokens': {'me': '$'}}}",
                "{'relay': {'tokens': [{'token': '$'}]}}",
                "{'relay': {'tokens': [{'name': 'me', 'tokn': '$'}]}}",
                "{'relay': {'tokens': [{'name': 'me', 'token': ['$']}]}}",
                "{'relay': {'tokens': [{'name': 'me', 'token': {'value': '$'}}]}}",
                "{'relay': {'tokens': [{'name': 'me', 'token': '$', 'more': 1}]}}",
                "{'relay': {'tokens': [{'name': 7, 'token': '$'}]}}",
                "{'relay': {'tokens': [{'name': '', 'token': '$'}]}}",
                "{'relay': {'token': '$'}}",
                "{'relay': {'accounts': '$'}}",
                "{'relay': {'accounts': ['$']}}",
                "{'relay': {'accounts': {'main': {'keys': ['$']}}}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': '$'}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': {'k': '$'}}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': [['$']]}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': [{'k': '$'}]}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': ['$', null]}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': ['$', 5]}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'key': '$'}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'api_key': '$'}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'keys': ['$']}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': ['$'], 'limit': 0}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': ['$'], 'prices': '$'}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h', 'keys': ['$'], 'models': '$'}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://$@h', 'keys': []}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h/?api_key=$', 'keys': []}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'http://h/#$', 'keys': []}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': '$', 'keys': []}]}}",
                "{'relay': {'accounts': [{'name': 'a', 'url': 'not a url $', 'keys': []}]}}",
                "{'relay': {'deepseek': {'url': 'https://u:$@api.deepseek.com/v1'}}}",
                "{'relay': {'deepseek': {'api_key': '$'}}}",
                "{'relay': {'deepseek': '$'}}",
                "{'relay': {'targets': '$'}}",
                "{'relay': {'tls': '$'}}",
                "{'relay': {'tls': {'cert': 'c', 'key': ['$']}}}",
                "{'relay': {'tls': {'cert': '', 'key': '$'}}}",
                "{'relay': '$'}",
                "{'api_key': '$'}",
                "{'relay': {'tokens': [{'name': 'me', 'token': '$'",
                "{'relay': {'tokens': [{'name': 'me', 'token': $}]}}",
                "{'relay': {'tokens': []}} $",
                "['$']",
                "'$'",
                "$"
            })
    void aFileThatIsRefusedDoesNotShowIt(String text) throws IOException {
        String json = text.replace('\'', '"').replace("$", CANARY);
        Path file = Files.writeString(directory.resolve("atmar.json"), json);
        assertHiddenIn(catchThrowable(() -> SettingsReader.read(file, Map.of(), List.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ATMAR_RELAY_TOKENS $",
                "ATMAR_RELAY_TOKENS [\"$\"]",
                "ATMAR_RELAY_ACCOUNTS $",
                "ATMAR_RELAY_ACCOUNTS [{\"keys\":\"$\"}]",
                "ATMAR_RELAY_API_KEY $",
                "ATMAR_RELAY_DEEPSEEK $",
                "ATMAR_RELAY_TLS $",
                "ATMAR_RELAY $",
                "ATMAR_KEY $"
            })
    void aVariableThatIsRefusedDoesNotShowIt(String name, String value) {
        Map<String, String> environment = Map.of(name, value.replace("$", CANARY));
        assertHiddenIn(catchThrowable(() -> SettingsReader.read(null, environment, List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "=$",
                "relay.tokens=$",
                "relay.tokens.0=$",
                "relay.tokens.0.token=$",
                "relay.token=$",
                "relay.accounts=$",
                "relay.accounts.0=$",
                "relay.accounts.0.keys=$",
                "relay.accounts.0.keys.5=$",
                "relay.accounts.0.keys.0.value=$",
                "relay.accounts.0.key=$",
                "relay.accounts.0.url=$",
                "relay.deepseek.url=http://$@h",
                "api_key=$"
            })
    void anAssignmentThatIsRefusedDoesNotShowIt(String assignment) {
        assertHiddenIn(
                catchThrowable(() -> SettingsReader.read(null, Map.of(), List.of(assignment.replace("$", CANARY)))));
    }

    @Test
    void aSectionThatIsRefusedDoesNotShowIt() {
        assertHiddenIn(catchThrowable(() -> RelaySettings.of(new JsonObject().put("tokens", CANARY))));
        assertHiddenIn(catchThrowable(() -> LabSettings.of(new JsonObject().put("key", CANARY))));
    }

    @Test
    void settingsThatAreTakenPrintWithoutIt() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), CANARY);
        Settings settings = SettingsReader.read(
                null,
                Map.of("ATMAR_RELAY_TOKENS", "[{\"name\": \"me\", \"token\": \"" + CANARY + "\"}]"),
                List.of("relay.accounts.0.keys=[\"" + CANARY + "\", \"file:" + key + "\"]"));
        assertThat(settings.relay().accounts().get(0).presentKeys()).containsExactly(CANARY, CANARY);
        assertThat(settings.relay().tokens().get(0).token().reveal()).hasValue(CANARY);
        assertThat(settings.toString()).doesNotContain(CANARY).contains("***");
        assertThat(settings.relay().accounts().get(0).keys().get(1).missing()).isNull();
    }

    private static void assertHiddenIn(Throwable refusal) {
        assertThat(refusal).isInstanceOf(SettingsException.class);
        StringWriter printed = new StringWriter();
        refusal.printStackTrace(new PrintWriter(printed, true));
        assertThat(printed + refusal.getMessage() + refusal).doesNotContain(CANARY);
    }
}

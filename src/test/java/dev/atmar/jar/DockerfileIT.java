package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What can be checked of the image without building it: the files it copies, and the command lines it holds. Takes port
 * 8000, as {@link ReadmeIT} does.
 */
@Tag("alone")
class DockerfileIT {
    private final String dockerfile;

    DockerfileIT() throws IOException {
        dockerfile = Files.readString(Path.of("Dockerfile")).replace("\\\n", " ");
    }

    @Test
    void copiedFiles_existAndAreNotIgnored() throws IOException {
        List<String> kept = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = all("(?m)^COPY (\\S+) \\S+$");
        assertThat(copied).isNotEmpty().allSatisfy(file -> {
            assertThat(Path.of(file)).exists();
            assertThat(kept).contains(Path.of(file).getName(0).toString());
        });
    }

    @Test
    void whatTheBuildStageMakes_isWhatTheImageTakes() {
        assertThat(all("(?m)^COPY --from=build /build/(\\S+) \\S+$")).containsExactly("target/atmar.jar");
        assertThat(AtmarProcess.jar()).exists().endsWithRaw(Path.of("target", "atmar.jar"));
    }

    /** How the archive is made, {@link ReadmeIT} shows; here it is not there, and the image's commands work all the same. */
    @Test
    void theArchiveThatIsMade_isTheOneThatIsUsed() {
        String made = "java @/app/atmar.options -XX:SharedArchiveFile= -XX:ArchiveClassesAtExit=/app/atmar.jsa";
        assertThat(all("(?m)^RUN (java .*)$"))
                .singleElement()
                .asString()
                .startsWith(made)
                .contains(" -jar /app/atmar.jar ");
        for (String used : List.of("ENTRYPOINT", "HEALTHCHECK[^\\[]*CMD")) {
            assertThat(new JsonArray(all(used + "\\s+(\\[.*])").get(0)))
                    .contains("@/app/atmar.options", "-XX:SharedArchiveFile=/app/atmar.jsa", "/app/atmar.jar");
        }
    }

    @Test
    void runsAsNobodyInParticular() {
        assertThat(all("(?m)^USER (\\d+)$")).hasSize(1).doesNotContain("0");
    }

    @Test
    void withoutTokens_theImageSaysWhichVariableIsMissing() throws Exception {
        try (AtmarProcess image = AtmarProcess.of(entryPoint(), environment())) {
            assertThat(image.exitCode()).isEqualTo(2);
            assertThat(image.err()).contains("ATMAR_RELAY_TOKENS", "ATMAR_RELAY_OPEN");
        }
    }

    @Test
    void theImage_servesIsHealthyAndStopsOnSigterm() throws Exception {
        Map<String, String> environment = environment();
        environment.put("ATMAR_RELAY_OPEN", "true");
        environment.put("DEEPSEEK_API_KEY", "sk-test");
        try (AtmarProcess image = AtmarProcess.of(entryPoint(), environment)) {
            assertThat(image.url("relay")).isEqualTo("http://0.0.0.0:8000");
            try (AtmarProcess health = AtmarProcess.of(command("HEALTHCHECK[^\\[]*CMD"), environment)) {
                assertThat(health.exitCode()).isZero();
            }
            image.terminate();
            assertThat(image.exitCode()).isZero();
            assertThat(image.err()).doesNotContain("WARN", "WARNING", "ERROR");
        }
    }

    private List<String> entryPoint() {
        List<String> whole = command("ENTRYPOINT");
        whole.addAll(command("(?m)^CMD"));
        return whole;
    }

    /** A command in exec form, with this Java and the jar that was built here. */
    private List<String> command(String instruction) {
        List<String> command = new ArrayList<>();
        new JsonArray(all(instruction + "\\s+(\\[.*])").get(0)).forEach(word -> command.add(here(word.toString())));
        return command;
    }

    private static String here(String word) {
        return switch (word) {
            case "java" -> AtmarProcess.java();
            case "/app/atmar.jar" -> AtmarProcess.jar().toString();
            case "@/app/atmar.options" -> "@conf/atmar.options";
            default -> word;
        };
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new java.util.HashMap<>();
        all("(?m)^ENV (\\S+=\\S+)$")
                .forEach(variable -> environment.put(variable.split("=")[0], variable.split("=")[1]));
        assertThat(environment).containsEntry("ATMAR_RELAY_HOST", "0.0.0.0");
        return environment;
    }

    private List<String> all(String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(dockerfile);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}

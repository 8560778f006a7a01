package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's own clients in front of the jar and a simulated upstream. What they check is in the scripts under {@code
 * sdk/}, each of which prints a line for everything that was as it should be.
 */
class SdkIT {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "sdk");

    private AtmarProcess simulator;
    private AtmarProcess relay;

    @BeforeEach
    void start() throws Exception {
        simulator = AtmarProcess.start(
                "simulate",
                "--set=simulator.port=0",
                "--set=simulator.latency_ms=50",
                "--set=simulator.spread_ms=0",
                "--set=simulator.tokens=8");
        JsonObject account = new JsonObject()
                .put("name", "main")
                .put("url", simulator.url("simulator") + "/v1")
                .put("keys", new JsonArray().add("sk-own"));
        relay = AtmarProcess.start(
                "serve",
                "--set=relay.port=0",
                "--set=lab.port=0",
                "--set=relay.accounts=" + new JsonArray().add(account).encode());
    }

    @AfterEach
    void stop() {
        relay.close();
        simulator.close();
    }

    @Test
    void clientForNode() throws Exception {
        assertThat(printed("node", installed().resolve("openai-client.mjs").toString()))
                .containsExactly("plain", "stream", "errors", "brokenStream", "abort", "models");
    }

    /** Not every machine has the package, and this test installs none: it says so, where it is not there. */
    @Test
    void clientForPython_whereItIsInstalled() throws Exception {
        if (!isInstalledForPython()) {
            System.out.println("python3 has no package openai here: nothing was tried with it");
            return;
        }
        assertThat(printed("python3", SCRIPTS.resolve("openai_client.py").toString()))
                .containsExactly("plain", "gathered", "stream", "errors", "broken_stream", "abort", "models");
    }

    /**
     * The folder, under {@code target}, in which the package and the script stand side by side. The package asks for Node
     * 22, and does with 18, which is what distributions have.
     */
    private static Path installed() throws Exception {
        Path folder = AtmarProcess.jar().resolveSibling("sdk");
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "package-lock.json", "openai-client.mjs")) {
            Files.copy(SCRIPTS.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try (AtmarProcess npm = command(
                "npm",
                "ci",
                "--prefix=" + folder,
                "--prefer-offline",
                "--ignore-scripts",
                "--engine-strict=false",
                "--no-audit",
                "--no-fund",
                "--fetch-timeout=20000",
                "--fetch-retries=1")) {
            if (npm.exitCode() != 0) {
                fail("npm could not install openai (is its registry in reach?):%n%s%n%s", npm.out(), npm.err());
            }
        }
        return folder;
    }

    private static boolean isInstalledForPython() throws Exception {
        try (AtmarProcess python = command("python3", "-c", "import openai")) {
            return python.exitCode() == 0;
        } catch (UncheckedIOException noPython) {
            return false;
        }
    }

    private List<String> printed(String... command) throws Exception {
        List<String> whole = new ArrayList<>(Arrays.asList(command));
        whole.add(relay.url("relay"));
        whole.add(simulator.url("simulator"));
        try (AtmarProcess client = command(whole.toArray(String[]::new))) {
            assertThat(client.exitCode())
                    .as("%s%n%s", client.out(), client.err())
                    .isZero();
            return client.out().lines().toList();
        }
    }

    private static AtmarProcess command(String... command) {
        return AtmarProcess.of(List.of(command), Map.of());
    }
}

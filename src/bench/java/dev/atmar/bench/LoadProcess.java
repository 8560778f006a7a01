package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code load} of the built jar, as its users run it: a process of its own. */
final class LoadProcess {
    private final Scratch scratch;
    private final List<String> java;

    LoadProcess(Scratch scratch, List<String> java) {
        this.scratch = scratch;
        this.java = java;
    }

    /** Its summary, once it has ended. */
    JsonObject run(String url, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Project.java()));
        command.addAll(java);
        command.addAll(List.of("-jar", Project.JAR, "load", url, "--json", "--quiet"));
        command.addAll(options);
        Child load = Child.piped(scratch, "load", command);
        String out = new String(load.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (out.isBlank()) {
            throw load.failure("left no summary");
        }
        return new JsonObject(out).getJsonObject("summary");
    }
}

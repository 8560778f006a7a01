package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code atmar batch} as a child. */
final class BatchProcess {
    private final Scratch scratch;
    private final Path input;
    private final Path output;
    private final int concurrent;

    BatchProcess(Scratch scratch, Path input, Path output, int concurrent) {
        this.scratch = scratch;
        this.input = input;
        this.output = output;
        this.concurrent = concurrent;
    }

    Child start(String name, String... jvm) throws IOException {
        List<String> command = new ArrayList<>(List.of(Project.java()));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-jar", Project.JAR, "batch", input.toString(), "--output=" + output));
        command.addAll(List.of("--concurrent=" + concurrent, "--header=authorization: Bearer sk-b"));
        command.addAll(List.of("--quiet", "--json"));
        return Child.piped(scratch, name, command);
    }

    /** Its report, when it has ended. */
    static JsonObject report(Child child) throws IOException, InterruptedException {
        String text = new String(child.process().getInputStream().readAllBytes());
        if (child.process().waitFor() != 0) {
            throw child.failure("failed: " + text);
        }
        return new JsonObject(text).getJsonObject("batch");
    }
}

package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A way of starting the relay.
 *
 * @param archive options that say which archive of classes is used or made; they win over those of the start line
 * @param java more options of its JVM
 */
record Start(Scratch scratch, int upstream, List<String> archive, List<String> java) {
    private static final String CHAT = "/v1/chat/completions";
    private static final long END_SECONDS = 60;

    static List<String> with(Path archive) {
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    /** With the JDK's own only, which holds its classes and none of ours. */
    static List<String> withoutArchive() {
        return with(Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa"));
    }

    /** Made at the end of the process, of the classes that it has used. */
    static List<String> training(Path archive) {
        List<String> options = new ArrayList<>(withoutArchive());
        options.add("-XX:ArchiveClassesAtExit=" + archive);
        return options;
    }

    FirstAnswers measure() throws IOException, InterruptedException {
        int port = Ports.free();
        long begin = System.nanoTime();
        try (Child child = launch(port)) {
            Asking ask = new Asking(port, child);
            ask.untilAnswered("GET", "/health/ready", "");
            double ready = millisSince(begin);
            ask.once("POST", CHAT, Bodies.question(200));
            double chat = millisSince(begin);
            return new FirstAnswers(ready, chat, Usage.of(child.pids()).residentBytes());
        }
    }

    /** Uses what a relay uses, then ends it and waits for its archive. */
    void train() throws IOException, InterruptedException {
        int port = Ports.free();
        Child child = launch(port);
        Asking ask = new Asking(port, child);
        ask.untilAnswered("GET", "/health/ready", "");
        String question = Bodies.question(200);
        ask.once("POST", CHAT, question);
        ask.once(
                "POST",
                "/atmar/",
                Bodies.Form.posted("http://127.0.0.1:" + upstream + CHAT).of(question));
        ask.once("GET", "/metrics", "");
        child.process().toHandle().destroy();
        Path file = Path.of(archive.get(archive.size() - 1).replaceFirst("^[^=]*=", ""));
        if (!child.process().waitFor(END_SECONDS, TimeUnit.SECONDS) || !Files.exists(file)) {
            throw child.failure("made no archive");
        }
    }

    private Child launch(int port) throws IOException {
        List<String> options = new ArrayList<>(archive);
        options.addAll(java);
        return AtmarServe.start(scratch, "atmar", port, upstream, options, new JsonObject(), new JsonObject());
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}

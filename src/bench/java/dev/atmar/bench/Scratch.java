package dev.atmar.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a benchmark leaves behind while it runs: a folder and child processes. All of it is gone when this is closed,
 * which a signal does, too.
 */
final class Scratch implements AutoCloseable {
    private static final String ACCESS_LOG = "-access.log";

    private final Path folder;
    private final List<Child> children = new ArrayList<>();
    private final Thread onSignal = new Thread(this::clear, "bench-stop");
    private boolean closed;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Scratch create() throws IOException {
        Scratch scratch = new Scratch(Files.createTempDirectory("atmar-bench-"));
        Runtime.getRuntime().addShutdownHook(scratch.onSignal);
        return scratch;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /** What the relays have written there: a run at full speed fills a disk with it. */
    void emptyAccessLogs() throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*" + ACCESS_LOG)) {
            for (Path log : logs) {
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        }
    }

    Path accessLog(String name) {
        return file(name + ACCESS_LOG);
    }

    /** Until all that are to listen do: they start beside each other. */
    void awaitListening() throws IOException, InterruptedException {
        for (Child child : List.copyOf(children)) {
            child.awaitListening();
        }
    }

    /** Starts it in this one's keeping; under one lock with closing, so that none is started behind its back. */
    synchronized Child start(String name, ProcessBuilder builder, Path log) throws IOException {
        if (closed) {
            throw new IllegalStateException("stopped");
        }
        Child child = new Child(name, builder.start(), log);
        children.add(child);
        return child;
    }

    /** By a signal, where it is asked by one who has not closed it. */
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // A signal came: the hook is running, and has nothing left to do.
            return;
        }
    }

    private synchronized void clear() {
        if (closed) {
            return;
        }
        closed = true;
        Collections.reverse(children);
        children.forEach(Child::close);
        children.clear();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("could not be removed: " + folder);
        }
    }
}

package dev.atmar.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of this benchmark, ended by its handle, and those that it started with it. What it logs is in a file. */
final class Child implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private int port;

    Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Standard output is in the log, too. */
    static Child start(Scratch scratch, String name, List<String> command) throws IOException {
        Path log = scratch.file(name + ".log");
        return scratch.start(name, builder(command, log).redirectOutput(log.toFile()), log);
    }

    /** Standard output and input are the caller's to read and write. */
    static Child piped(Scratch scratch, String name, List<String> command) throws IOException {
        Path log = scratch.file(name + ".log");
        return scratch.start(name, builder(command, log), log);
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(Project.root().toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ATMAR_"));
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    Process process() {
        return process;
    }

    /** Its own and those of what it started. */
    List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Says where it will listen; returns itself at once. */
    Child listeningOn(int expected) {
        port = expected;
        return this;
    }

    /** Returns once it accepts connections, at once where it is not to listen. */
    void awaitListening() throws IOException, InterruptedException {
        if (port == 0) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            if (accepts(port)) {
                return;
            }
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw failure("does not listen");
    }

    IllegalStateException failure(String what) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> last = lines.subList(Math.max(0, lines.size() - 10), lines.size());
        return new IllegalStateException(name + " " + what + "\n" + String.join("\n", last));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}

package dev.atmar.jar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The built jar as a process of its own; ended, if need be by force, when it is closed. */
final class AtmarProcess implements AutoCloseable {
    private static final long MOST_SECONDS = 120;

    /** For a life of seconds: compiled once and quickly, which spares a third of the work of its start. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private final Process process;
    private final Output out;
    private final Output err;

    /** What a process has written so far, line by line. */
    private static final class Output {
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        private Output(InputStream stream) {
            Thread reader = new Thread(() -> read(stream), "reader");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(ended by force)");
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        private synchronized String await(Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (wanted.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("no such line in: " + lines);
                }
                wait(left);
            }
        }

        private synchronized String all() throws InterruptedException {
            while (!ended) {
                wait(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
            }
            return String.join("\n", lines);
        }
    }

    private AtmarProcess(Process process) {
        this.process = process;
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    static Path jar() {
        return Path.of(System.getProperty("atmar.jar"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static AtmarProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /**
     * @param environment on top of this process's own, without its {@code ATMAR_…} variables
     */
    static AtmarProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), SHORT_LIVED, "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return of(command, environment);
    }

    static AtmarProcess of(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ATMAR_") || name.startsWith("DEEPSEEK_"));
        builder.environment().putAll(environment);
        try {
            return new AtmarProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line of standard output that fits; fails when the process ends without one. */
    String awaitOut(Predicate<String> wanted) throws InterruptedException {
        return out.await(wanted);
    }

    /** The first line of standard error that fits. */
    String awaitErr(Predicate<String> wanted) throws InterruptedException {
        return err.await(wanted);
    }

    /** The URL in the line {@code NAME URL} that a server prints when it listens. */
    String url(String name) throws InterruptedException {
        return awaitOut(line -> line.startsWith(name)).substring(name.length()).strip();
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -TERM} does. By its handle: {@code Process.destroy()} would close the streams that are read, too. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** As Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    /** All of standard output, once the process has ended. */
    String out() throws InterruptedException {
        return out.all();
    }

    /** All of standard error, once the process has ended. */
    String err() throws InterruptedException {
        return err.all();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

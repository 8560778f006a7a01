package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the figures were made on. */
final class Machine {
    private Machine() {}

    static JsonObject describe() throws IOException {
        return new JsonObject()
                .put("cpu", cpu())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("jdk", System.getProperty("java.runtime.version"))
                .put("nginx", version("nginx version: nginx/(\\S+)", "nginx", "-v"))
                .put("haproxy", version("HAProxy version (\\S+)", "haproxy", "-v"))
                .put("wrk", version("wrk (\\S+)", "wrk", "-v"))
                .put("start_line", startLine());
    }

    static String text(JsonObject machine) {
        return String.format(
                "%s, %d cores; JDK %s; nginx %s, HAProxy %s, wrk %s%natmar: java @conf/atmar.options -jar target/atmar.jar serve",
                machine.getString("cpu"),
                machine.getInteger("cores"),
                machine.getString("jdk"),
                machine.getString("nginx"),
                machine.getString("haproxy"),
                machine.getString("wrk"));
    }

    /** The options of the relay's JVM, comments left out. */
    private static String startLine() throws IOException {
        List<String> options = Files.readAllLines(Project.startLine()).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return String.join(" ", options);
    }

    private static String cpu() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String version(String pattern, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("?");
    }
}

package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The relay as a process that logs all it can, and leaves whatever it writes in one folder. */
final class TalkativeRelay {
    /** Vert.x's own traces have the URL of every request; a key has no business there. */
    private static final String LOGBACK = """
            <configuration>
              <appender name="all" class="ch.qos.logback.core.FileAppender">
                <file>all.log</file>
                <encoder><pattern>%level %thread %logger %msg %mdc%n%ex</pattern></encoder>
              </appender>
              <logger name="io.vertx.ext.web" level="DEBUG"/>
              <root level="TRACE"><appender-ref ref="all"/></root>
            </configuration>
            """;

    private TalkativeRelay() {}

    /**
     * @param folder where it works
     * @param upstream of the synchronous baseline
     */
    static AtmarProcess start(Path folder, String upstream, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("traces.xml"), LOGBACK);
        Files.createDirectory(folder.resolve("tmp"));
        String command = String.join(
                " ",
                "cd " + folder + " && exec " + AtmarProcess.java(),
                "-XX:TieredStopAtLevel=1 -Dlogback.configurationFile=traces.xml -Djava.io.tmpdir=tmp",
                "-jar " + AtmarProcess.jar(),
                "serve --set=relay.port=0 --set=lab.port=0 --set=relay.bench_ms=1",
                "--set=relay.total_ms=3000 --set=relay.first_byte_ms=800",
                "--set=relay.deepseek.pool=8 --set=relay.max_body_bytes=100000 --set=relay.deepseek.url=" + upstream,
                "'--set=relay.retry={\"times\":1,\"budget_percent\":100}'");
        return AtmarProcess.of(List.of("sh", "-c", command), environment);
    }

    /** What the JDK tells of a running process. */
    static String jcmd(AtmarProcess process, String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor()).as(said).isZero();
        return said;
    }
}

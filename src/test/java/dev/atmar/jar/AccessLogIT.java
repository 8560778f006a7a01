package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log of a process: where its lines go, that none is lost when it ends, and who writes none. */
@Tag("once")
class AccessLogIT {
    private static final String LINE =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z id=[0-9a-f-]{36} route=/atmar/ "
                    + "caller=- account=- status=200 outcome=ok queue_ms=0\\.0 upstream_ms=\\d+\\.\\d total_ms=\\d+\\.\\d "
                    + "retries=0 refusals=0";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void lines_areOnStandardError_thoseOfTheDrainToo() throws Exception {
        try (AtmarProcess serve = serve(Map.of())) {
            endWhileCallsAreInFlight(serve);
            assertThat(serve.err().lines()).hasSize(31).allMatch(line -> line.matches(LINE));
        }
    }

    @Test
    void lines_areInTheFileThatIsNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        try (AtmarProcess serve = serve(Map.of("JAVA_TOOL_OPTIONS", "-Datmar.access_log=" + file))) {
            endWhileCallsAreInFlight(serve);
            assertThat(Files.readAllLines(file)).hasSize(31).allMatch(line -> line.matches(LINE));
            assertThat(serve.err()).doesNotContain("route=");
        }
    }

    @Test
    void lines_areOnStandardError_whereTheFileCannotBeWrittenTo(@TempDir Path folder) throws Exception {
        Path inside = Files.writeString(folder.resolve("file"), "").resolve("access.log");
        try (AtmarProcess serve = serve(Map.of("JAVA_TOOL_OPTIONS", "-Datmar.access_log=" + inside))) {
            endAfterOneCall(serve);
            assertThat(serve.err().lines())
                    .contains("atmar.access_log: " + inside + " cannot be written to; the lines go here")
                    .noneMatch(line -> line.contains("\tat "));
            assertThat(serve.err().lines()).anyMatch(line -> line.matches(LINE));
        }
    }

    @Test
    void ownConfiguration_takesThePlaceOfAllThat(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("own.xml");
        Files.writeString(file, """
                <configuration>
                  <appender name="own" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>own %logger %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="own"/></root>
                </configuration>
                """);
        try (AtmarProcess serve = serve(Map.of("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + file))) {
            endAfterOneCall(serve);
            assertThat(serve.err().lines()).anyMatch(line -> line.startsWith("own atmar.access id="));
        }
    }

    @Test
    void relayInsideACommand_writesNone(@TempDir Path folder) throws Exception {
        Path params =
                Files.writeString(folder.resolve("params.json"), "{\"url\":\"http://127.0.0.1:1/\",\"params\":1}");
        try (AtmarProcess load = AtmarProcess.start(
                "load", "bus:atmar.post", "--params", params.toString(), "--count", "50", "--concurrent", "5")) {
            load.exitCode();
            assertThat(load.out()).contains("50 requests to bus:atmar.post");
            assertThat(load.err()).doesNotContain("route=");
        }
    }

    private void endAfterOneCall(AtmarProcess serve) throws Exception {
        assertThat(post(serve, "/ping").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        serve.terminate();
        assertThat(serve.exitCode()).isZero();
    }

    private void endWhileCallsAreInFlight(AtmarProcess serve) throws Exception {
        assertThat(post(serve, "/ping").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 30)
                .mapToObj(call -> post(serve, "/sleep/async?ms=3000"))
                .toList();
        awaitSleeping(serve, 30);
        serve.terminate();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(serve.exitCode()).isZero();
    }

    /** At the lab: one that the relay has sent and the lab has not seen would come too late for its drain. */
    private void awaitSleeping(AtmarProcess serve, int calls) throws Exception {
        HttpRequest oneMore = HttpRequest.newBuilder(URI.create(serve.url("lab") + "/sleep/async?ms=1"))
                .build();
        int running = 0;
        while (running < calls) {
            HttpResponse<String> answer = client.send(oneMore, HttpResponse.BodyHandlers.ofString());
            running = Integer.parseInt(answer.headers().firstValue("x-running").orElseThrow()) - 1;
        }
    }

    private CompletableFuture<HttpResponse<String>> post(AtmarProcess serve, String path) {
        try {
            String body = "{\"url\":\"" + serve.url("lab") + path + "\",\"params\":1}";
            HttpRequest request = HttpRequest.newBuilder(URI.create(serve.url("relay") + "/atmar/"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static AtmarProcess serve(Map<String, String> environment) {
        return AtmarProcess.start(
                environment, "serve", "--set=relay.port=0", "--set=lab.port=0", "--set=relay.accounts=[]");
    }
}

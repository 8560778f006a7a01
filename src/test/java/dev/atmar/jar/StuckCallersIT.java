package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The 32 MB of direct memory that the start line allows, and callers who ask for more in all and read nothing. */
@Tag("once")
final class StuckCallersIT {
    private static final int STUCK = 250;
    private static final int AT_ONCE = 50;

    /** More than sockets keep on the way. */
    private static final int ANSWER_BYTES = 6 << 20;

    private static final String EVENT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n";

    private final List<Socket> stuck = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final HttpClient good =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServerSocket upstream;
    private AtmarProcess serve;
    private URI relay;

    @BeforeEach
    void start() throws Exception {
        upstream = new ServerSocket(0, STUCK, InetAddress.getLoopbackAddress());
        thread(this::accept);
        JsonObject account = new JsonObject()
                .put("name", "stuck")
                .put("url", url() + "/v1")
                .put("keys", new JsonArray().add("none"))
                .put("limit", 2 * STUCK);
        serve = AtmarProcess.of(
                List.of(
                        AtmarProcess.java(),
                        "@conf/atmar.options",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SharedArchiveFile=",
                        "-jar",
                        AtmarProcess.jar().toString(),
                        "serve",
                        "--set=relay.port=0",
                        "--set=lab.port=0",
                        "--set=relay.targets.allow=[\"127.0.0.0/8\"]",
                        "--set=relay.accounts=" + new JsonArray().add(account)),
                Map.of());
        relay = URI.create(serve.url("relay"));
    }

    @AfterEach
    void stop() throws IOException {
        leave();
        serve.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/v1/chat/completions"})
    void callersWhoReadNothing_areCutOffBeforeOthersHaveNoMemory(String path) throws Exception {
        while (stuck.size() < STUCK) {
            for (int more = 0; more < AT_ONCE; more++) {
                stuck.add(ask(path));
            }
            until(() -> asked.get() >= stuck.size());
            assertOthersAreServed();
        }
        until(() -> cut.get() > 0);
        serve.awaitErr(line -> line.contains("route=" + path) && line.contains("status=200 outcome=cut"));
        leave();
        until(() -> asked.get() == cut.get());
        until(() -> metric("atmar_direct_bytes") == 0 && metric("atmar_requests_in_flight") == 0);
    }

    private void assertOthersAreServed() throws Exception {
        for (int call = 0; call < 5; call++) {
            HttpRequest request = HttpRequest.newBuilder(relay.resolve("/atmar/"))
                    .header("content-type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString(body("/atmar/", "small")))
                    .build();
            HttpResponse<String> answer = good.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private double metric(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(relay.resolve("/metrics")).build();
        String all = good.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Arrays.stream(all.split("\n"))
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private Socket ask(String path) throws IOException {
        Socket caller = new Socket(relay.getHost(), relay.getPort());
        String body = body(path, "long");
        caller.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                                + "content-length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return caller;
    }

    private String body(String path, String answer) {
        JsonObject call = path.equals("/atmar/")
                ? new JsonObject().put("url", url() + "/" + answer).put("params", new JsonObject())
                : new JsonObject()
                        .put("model", "m")
                        .put("messages", new JsonArray())
                        .put("stream", true);
        return call.encode();
    }

    private String url() {
        return "http://127.0.0.1:" + upstream.getLocalPort();
    }

    private void leave() throws IOException {
        for (Socket caller : stuck) {
            caller.close();
        }
    }

    private void accept() {
        while (!upstream.isClosed()) {
            try {
                Socket socket = upstream.accept();
                thread(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A short answer, or one of {@link #ANSWER_BYTES} until it is cut. */
    private void answer(Socket socket) {
        try (socket) {
            byte[] request = new byte[4096];
            int length = socket.getInputStream().read(request);
            String head = new String(request, 0, Math.max(length, 0), StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            if (head.startsWith("POST /small")) {
                out.write(bytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
                        + "content-length: 2\r\n\r\n{}"));
                return;
            }
            asked.incrementAndGet();
            boolean stream = head.startsWith("POST /v1");
            out.write(bytes("HTTP/1.1 200 OK\r\ncontent-type: " + (stream ? "text/event-stream" : "application/json")
                    + "\r\nconnection: close\r\n\r\n"));
            byte[] part = bytes(stream ? EVENT.formatted("x".repeat(4000)) : "1".repeat(1 << 16));
            for (int sent = 0; sent < ANSWER_BYTES; sent += part.length) {
                out.write(part);
            }
            socket.getInputStream().read();
        } catch (IOException reset) {
            cut.incrementAndGet();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(null, work, "upstream", 1 << 16);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("not within a minute").isLessThan(giveUp);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}

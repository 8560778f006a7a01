package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay that may have 256 files open, idle connections and those of its callers included. */
class DescriptorsIT {
    private static final int FILES = 256;
    private static final int ADDRESSES = 150;
    private static final int FEW = 10;

    /** Two connections each; with the idle ones they do not fit. */
    private static final int AT_ONCE = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch allThere = new CountDownLatch(AT_ONCE);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer upstream;
    private AtmarProcess serve;
    private String relay;

    @BeforeEach
    void start() throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(0), 1000);
        upstream.setExecutor(threads);
        upstream.createContext("/", this::answer);
        upstream.start();
        String command = "ulimit -n " + FILES + "; exec \"$0\" -XX:TieredStopAtLevel=1 -jar \"$@\"";
        serve = AtmarProcess.of(
                List.of(
                        "bash",
                        "-c",
                        command,
                        AtmarProcess.java(),
                        AtmarProcess.jar().toString(),
                        "serve",
                        "--set=relay.port=0",
                        "--set=lab.port=0",
                        "--set=relay.accounts=[]"),
                Map.of());
        relay = serve.url("relay");
    }

    @AfterEach
    void stop() {
        serve.close();
        upstream.stop(0);
        threads.shutdownNow();
    }

    @Test
    void descriptorsRunShort_idleConnectionsAreClosedAndEveryCallerIsAnswered() throws Exception {
        for (int first = 1; first <= ADDRESSES; first += FEW) {
            assertAllAnswered(IntStream.range(first, first + FEW).mapToObj(address -> call(address, "/")));
        }
        assertAllAnswered(IntStream.range(0, AT_ONCE).mapToObj(number -> call(ADDRESSES + 1, "/together")));
    }

    private static void assertAllAnswered(Stream<CompletableFuture<Integer>> calls) throws Exception {
        for (CompletableFuture<Integer> answer : calls.toList()) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    /** Each address is a host of its own to the relay, and its connections are kept apart from the others'. */
    private CompletableFuture<Integer> call(int address, String path) {
        JsonObject call = new JsonObject()
                .put(
                        "url",
                        "http://127.0.1." + address + ":"
                                + upstream.getAddress().getPort() + path)
                .put("params", new JsonObject());
        HttpRequest request = HttpRequest.newBuilder(URI.create(relay + "/atmar/"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.encode()))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
    }

    /** Calls to {@code /together} are answered when all of them are there. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/together")) {
                allThere.countDown();
                allThere.await();
            }
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

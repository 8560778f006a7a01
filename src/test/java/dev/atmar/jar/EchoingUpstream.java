package dev.atmar.jar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that says the key it was sent wherever it can; what goes wrong there, the model's name tells. */
final class EchoingUpstream implements AutoCloseable {
    static final String GOOD = "good";

    static final List<String> MODELS = List.of(
            GOOD,
            "400",
            "401",
            "402",
            "403",
            "422",
            "429",
            "500",
            "503",
            "error-in-200",
            "error-in-stream",
            "page",
            "broken-json",
            "broken-head",
            "cut",
            "silent");

    private static final String COMPLETION = "{\"id\":\"1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);

    EchoingUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = exchange.getRequestHeaders().getFirst("authorization");
            exchange.getResponseHeaders().set("x-your-key", String.valueOf(key));
            if (body.isEmpty()) {
                send(exchange, 500, "application/json", error(key));
                return;
            }
            answer(exchange, new JsonObject(body).getString("model", GOOD), key);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, String model, String key) throws IOException, InterruptedException {
        switch (model) {
            case GOOD -> send(exchange, 200, "application/json", COMPLETION);
            case "error-in-200" -> send(exchange, 200, "application/json", error(key));
            case "error-in-stream" -> send(exchange, 200, "text/event-stream", "data: " + error(key) + "\n\n");
            case "page" -> send(exchange, 200, "text/html", "<html>" + key + "</html>");
            case "broken-json" -> send(exchange, 200, "application/json", "{\"error\": \"" + key);
            case "broken-head" -> {
                exchange.getResponseHeaders().set("content-type", "application/json; key=" + key);
                send(exchange, 200, "", "<" + key);
            }
            case "cut" -> {
                exchange.sendResponseHeaders(200, 1000);
                OutputStream out = exchange.getResponseBody();
                out.write(("{\"error\": \"" + key).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            case "silent" -> closing.await();
            default -> send(exchange, Integer.parseInt(model), "application/json", error(key));
        }
    }

    private static String error(String key) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", key + " is wrong: " + "x".repeat(950) + key)
                                .put("type", key)
                                .put("param", key)
                                .put("code", key))
                .encode();
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("content-type", type);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

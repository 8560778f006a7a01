package dev.atmar.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A real browser without a window, and one page in it, by the DevTools protocol. Its folder goes with it. */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final long MOST_SECONDS = 30;
    private static final List<String> COMMAND = List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0");

    /** What the page has asked for beside itself, and what it complained of. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder received = new StringBuilder();
    private final Path folder;
    private final Process process;
    private final WebSocket socket;
    private volatile boolean loaded;

    private Browser(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        List<String> command = Stream.concat(COMMAND.stream(), Stream.of("--user-data-dir=" + folder, "about:blank"))
                .toList();
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = folder.resolve("DevToolsActivePort");
        await("the browser's port", () -> lines(port).size() > 1);
        HttpClient client = HttpClient.newHttpClient();
        this.socket = client.newWebSocketBuilder()
                .buildAsync(page(client, lines(port).get(0)), this)
                .join();
        List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
                .forEach(method -> ask(method, new JsonObject()));
    }

    static Browser start() throws IOException, InterruptedException {
        return new Browser(Files.createTempDirectory("browser"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI page(HttpClient client, String port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        String pages = client.send(
                        HttpRequest.newBuilder(list)
                                .timeout(Duration.ofSeconds(MOST_SECONDS))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new JsonArray(pages)
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(target -> target.getString("type").equals("page"))
                        .map(target -> URI.create(target.getString("webSocketDebuggerUrl")))
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        received.append(part);
        if (last) {
            JsonObject message = new JsonObject(received.toString());
            received.setLength(0);
            told(message);
        }
        from.request(1);
        return null;
    }

    private void told(JsonObject message) {
        if (message.containsKey("id")) {
            asked.remove(message.getInteger("id")).complete(message);
            return;
        }
        JsonObject what = message.getJsonObject("params");
        switch (message.getString("method")) {
            case "Page.loadEventFired" -> loaded = true;
            case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
                complaints.add(what.encode());
            case "Network.requestWillBeSent" ->
                requests.add(what.getJsonObject("request").getString("url"));
            default -> {}
        }
    }

    private JsonObject ask(String method, JsonObject parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        String text = new JsonObject()
                .put("id", id)
                .put("method", method)
                .put("params", parameters)
                .encode();
        synchronized (socket) {
            socket.sendText(text, true).join();
        }
        JsonObject told = answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        if (told.containsKey("error")) {
            throw new AssertionError(method + ": " + told.encode());
        }
        return told.getJsonObject("result");
    }

    /** Loads a page and waits until its script has run; what an earlier one asked for is forgotten. */
    void open(Path page) {
        requests.clear();
        complaints.clear();
        loaded = false;
        ask("Page.navigate", new JsonObject().put("url", page.toUri().toString()));
        await("the page", () -> loaded);
    }

    /** What the expression gives, as JSON gives it. */
    Object evaluate(String expression) {
        JsonObject result = ask(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(result.encode());
        }
        return result.getJsonObject("result").getValue("value");
    }

    /** Returns when the page was laid out and painted anew. */
    void resize(int width) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", 900)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        settle();
    }

    void prefer(String scheme) {
        JsonObject feature =
                new JsonObject().put("name", "prefers-color-scheme").put("value", scheme);
        ask("Emulation.setEmulatedMedia", new JsonObject().put("features", new JsonArray().add(feature)));
        settle();
    }

    private void settle() {
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))");
    }

    /** The pointer goes over the middle of each chart, so that it shows what it has to say there. */
    void moveOverCharts() {
        int charts = (Integer) evaluate("document.querySelectorAll('.chart').length");
        for (int i = 0; i < charts; i++) {
            String chart = "document.querySelectorAll('.chart')[" + i + "]";
            JsonArray at =
                    (JsonArray) evaluate(chart + ".scrollIntoView({block: 'center'}), (box => [box.x + box.width / 3, "
                            + "box.y + box.height / 2])(" + chart + ".getBoundingClientRect())");
            ask(
                    "Input.dispatchMouseEvent",
                    new JsonObject()
                            .put("type", "mouseMoved")
                            .put("x", at.getDouble(0))
                            .put("y", at.getDouble(1)));
            settle();
        }
    }

    /** The whole page, as PNG. */
    void screenshot(Path file) throws IOException {
        JsonObject shot = ask("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(shot.getString("data")));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + MOST_SECONDS + " s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.toHandle().destroy();
        all.forEach(
                one -> one.onExit().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join());
        delete(folder.toFile());
    }

    private static void delete(File file) {
        File[] inside = file.listFiles();
        if (inside != null && !Files.isSymbolicLink(file.toPath())) {
            List.of(inside).forEach(Browser::delete);
        }
        file.delete();
    }
}

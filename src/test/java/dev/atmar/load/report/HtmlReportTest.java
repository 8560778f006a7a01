package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.JsonPlayer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of real runs, as a real browser shows it. */
class HtmlReportTest {
    private static final long MILLIS = 30;

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Browser browser;
    private static String url;
    private static long lineEnds;

    @BeforeAll
    static void startBrowserAndServer() throws IOException, InterruptedException {
        vertx = Vertx.vertx();
        browser = Browser.start();
        int port = vertx.createHttpServer()
                .requestHandler(HtmlReportTest::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        url = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** {@code /serial} serves one request after the other, {@code /parallel} all at once. On one event loop. */
    private static void serve(HttpServerRequest request) {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        lineEnds = Math.max(lineEnds, now) + MILLIS;
        long wait = request.path().equals("/serial") ? lineEnds - now : MILLIS;
        request.response().putHeader("server-timing", "relay;dur=" + wait + ", relay.q;dur=" + (wait - MILLIS));
        request.response().setStatusCode(request.path().equals("/failing") ? 500 : 200);
        vertx.setTimer(wait, late -> request.response().end("1"));
    }

    private static JsonObject play(String path, int tasks) {
        lineEnds = 0;
        JsonArray params = new JsonArray(IntStream.range(0, tasks).boxed().toList());
        JsonObject plan = new JsonObject()
                .put("url", url + path)
                .put("params_list", params)
                .put("concurrent", tasks)
                .put("details", true);
        return JsonPlayer.on(vertx).run(plan).toJson();
    }

    private static void open(String title, JsonObject result) throws IOException {
        Path page = folder.resolve("page.html");
        Files.writeString(page, HtmlReport.of(title, result));
        browser.open(page);
    }

    @Test
    void look() throws IOException {
        for (String path : List.of("/serial", "/parallel", "/failing")) {
            open("30 tasks at " + path, play(path, 30));
            for (int width : List.of(360, 1600)) {
                for (String scheme : List.of("light", "dark")) {
                    browser.prefer(scheme);
                    browser.resize(width);
                    browser.screenshot(Path.of("/tmp/report" + path + "-" + width + "-" + scheme + ".png"));
                }
            }
            System.err.println(browser.complaints + " " + browser.requests
                    + browser.evaluate("document.documentElement.dataset.drawn"));
        }
        assertThat(browser.complaints).isEmpty();
    }
}

package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.JsonPlayer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of real runs, as a real browser shows it; made of what the jar holds. */
@Tag("once")
class HtmlReportIT {
    private static final String MARKUP = "</script><img src=x onerror=\"window.taken=1\">\u2028";

    /** The bars of the tasks that were waited for: in the order of the tasks, in pixels. */
    private static final String BARS = "[...document.querySelectorAll('#chart-tasks path[fill=\"#3b7dbd\"]')]"
            + ".map(bar => bar.getBBox()).filter(box => box.y > 30).sort((a, b) => a.y - b.y)"
            + ".map(box => [box.x, box.x + box.width])";

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static Browser browser;
    private static Queues server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        vertx = Vertx.vertx();
        browser = Browser.start();
        server = new Queues(vertx);
        play("/parallel", 30, new JsonObject());
    }

    @AfterAll
    static void stop() {
        browser.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void nothingWasAskedOfTheNetwork_andNothingComplainedOf() {
        assertThat(browser.complaints).isEmpty();
        assertThat(browser.requests).singleElement().asString().startsWith("file:");
    }

    private static JsonObject play(String path, int tasks, JsonObject more) {
        JsonArray params = new JsonArray(IntStream.range(0, tasks).boxed().toList());
        JsonObject plan = new JsonObject()
                .put("url", server.url(path, tasks))
                .put("params_list", params)
                .put("concurrent", tasks)
                .put("details", true);
        return JsonPlayer.on(vertx).run(plan.mergeIn(more)).toJson();
    }

    private static void open(String title, JsonObject result) throws IOException {
        Path page = folder.resolve("page.html");
        Files.writeString(page, HtmlReport.of(title, result));
        browser.prefer("light");
        browser.resize(1600);
        browser.open(page);
    }

    private static List<List<Double>> bars() {
        return ((JsonArray) browser.evaluate(BARS))
                .stream()
                        .map(JsonArray.class::cast)
                        .map(bar -> List.of(bar.getDouble(0), bar.getDouble(1)))
                        .toList();
    }

    private static String text(String selector) {
        return (String) browser.evaluate("document.querySelector('" + selector + "').textContent");
    }

    private static List<String> charts() {
        JsonArray ids = (JsonArray) browser.evaluate("[...document.querySelectorAll('.chart')].filter(room => "
                + "room.querySelectorAll('svg path').length > 3).map(room => room.id.slice(6))");
        return ids.stream().map(String.class::cast).toList();
    }

    /** Each answer follows the one before it after 50 ms at the soonest; a machine that stands still hides that. */
    @Test
    void aSerialServer_drawsAStaircase() throws IOException {
        boolean drawn = false;
        for (int attempt = 0; attempt < 3 && !drawn; attempt++) {
            open("Serial", play("/serial", 30, new JsonObject()));
            List<Double> ends = bars().stream().map(bar -> bar.get(1)).sorted().toList();
            assertThat(ends).hasSize(30);
            double width = ends.get(29) - bars().get(0).get(0);
            double widest = IntStream.range(1, 30)
                    .mapToDouble(i -> ends.get(i) - ends.get(i - 1))
                    .max()
                    .orElseThrow();
            drawn = widest < width / 5 && ends.get(29) - ends.get(0) > width / 2 && isStaircase();
        }
        assertThat(drawn).as(text("#chart-tasks + figcaption")).isTrue();
        assertThat(charts()).contains("tasks", "throughput", "percentiles", "waterfall");
    }

    private static boolean isStaircase() {
        return text("#chart-tasks + figcaption").contains("one after the other, at most 1 at once");
    }

    /** No answer goes out before all requests are there: whatever the machine does, each overlaps each other. */
    @Test
    void aParallelServer_drawsABlock() throws IOException {
        open("Parallel", play("/parallel", 30, new JsonObject()));

        List<List<Double>> bars = bars();
        assertThat(bars).hasSize(30);
        double lastBegan = bars.stream().mapToDouble(bar -> bar.get(0)).max().orElseThrow();
        double firstEnded = bars.stream().mapToDouble(bar -> bar.get(1)).min().orElseThrow();
        assertThat(lastBegan).isLessThanOrEqualTo(firstEnded);
        assertThat(text("#chart-tasks + figcaption")).contains("30 at once").doesNotContain("staircase");
    }

    @Test
    void streamed_theTokensHaveAChart() throws IOException {
        open("Streamed", play("/stream", 20, new JsonObject()));

        assertThat(charts()).contains("tokens");
        assertThat(text("#cards")).contains("first token").contains("tokens a second");
    }

    @Test
    void atAnyWidth_nothingIsWiderThanThePage_andChartsFollow() throws IOException {
        open("Wide and narrow: a title with anEndlessWordThatNobodyBreaksButTheBrowserItself", server.done());
        for (int width : new int[] {2560, 320, 360, 800, 1600}) {
            browser.resize(width);
            assertFits(width);
        }
    }

    private static void assertFits(int width) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("at %s px", width)
                .asInstanceOf(InstanceOfAssertFactories.INTEGER)
                .isLessThanOrEqualTo(0);
        assertThat(browser.evaluate("[...document.querySelectorAll('.chart')].every(room => "
                        + "room.querySelector('svg').getBoundingClientRect().width === room.clientWidth)"))
                .as("at %s px", width)
                .isEqualTo(true);
    }

    @Test
    void theSchemeChanges_pageAndChartsFollow() throws IOException {
        open("Dark and light", server.done());
        Object light = colours();
        browser.prefer("dark");
        Object dark = colours();
        browser.prefer("light");

        assertThat(dark).isNotEqualTo(light);
        assertThat(colours()).isEqualTo(light);
    }

    private static Object colours() {
        return browser.evaluate("getComputedStyle(document.body).backgroundColor + "
                + "[...document.querySelectorAll('#chart-tasks path')].map(bar => bar.getAttribute('fill'))");
    }

    @Test
    void namesThatAreMarkup_areTextAndNoMore() throws IOException {
        JsonObject result = server.done().copy();
        result.put("url", "http://peer/" + MARKUP);
        result.getJsonObject("summary")
                .put("errors", new JsonObject().put(MARKUP, 1))
                .put("valid", false)
                .put("invalid_because", new JsonArray().add(MARKUP));
        result.getJsonArray("tasks").stream()
                .map(JsonObject.class::cast)
                .forEach(task -> task.put("task_id", MARKUP)
                        .put(
                                "hops",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", MARKUP)
                                                .put("ms", 1))));
        result.getJsonArray("slowest").stream().map(JsonObject.class::cast).forEach(task -> task.put("error", MARKUP));
        result.put(
                "hops",
                new JsonObject().put(MARKUP, new JsonObject().put("count", 1).put("p50", 1)));
        open(MARKUP, result);
        browser.moveOverCharts();

        assertThat(browser.evaluate("document.images.length + typeof window.taken"))
                .isEqualTo("0undefined");
        assertThat(text("h1")).contains("<img src=x");
        assertThat(text("#verdicts")).contains("<img src=x");
        assertThat(text("#chart-waterfall ~ .table")).contains("<img src=x");
    }

    @Test
    void aKeyInTheUrl_isNotInThePage() throws IOException {
        JsonObject result =
                play("/parallel", 2, new JsonObject().put("url", server.url("/parallel", 2) + "&k=sk-canary"));
        String page = HtmlReport.of(
                result.getString("url") + " at https://u:sk-canary@peer/?k=sk-canary",
                result.put("results", new JsonArray().add("sk-answer")));
        open("Keys", result);

        assertThat(page).doesNotContain("sk-canary", "sk-answer").contains("/parallel?of=…\\u0026k=…");
    }

    @Test
    void failuresOnly_areSaidToBeThat() throws IOException {
        open("Failed", play("/failing", 30, new JsonObject()));

        assertThat(text("#verdicts")).contains("No request succeeded");
        assertThat(text("#chart-tasks + figcaption"))
                .contains("No task succeeded.")
                .contains("30 of 30 tasks failed.");
    }

    @Test
    void oneTask_manyTasks_andNoneAtAll_haveAPage() throws IOException {
        open("One", play("/parallel", 1, new JsonObject()));
        assertThat(bars()).hasSize(1);
        assertThat(text("#chart-tasks + figcaption")).startsWith("One task, which took ");
        open("Many", play("/parallel", 600, new JsonObject()));
        assertThat(bars()).hasSize(500);
        assertThat(text("#chart-tasks + figcaption")).contains("These are the first 500 of 600.");
        open("None", new JsonObject());
        assertThat(text("h1")).isEqualTo("None");
    }
}

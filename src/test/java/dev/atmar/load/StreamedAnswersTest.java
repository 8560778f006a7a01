package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.ErrorType;
import dev.atmar.load.measure.Measurements;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class StreamedAnswersTest {
    private static final int TOKENS = 20;
    private static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
    private static final String LAST = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String DONE = "\n\ndata: [DONE]\n\n";

    private Vertx vertx;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers of 20 tokens, 10 ms apart. */
    private String simulator() {
        SimulatorVerticle simulator = new SimulatorVerticle(SimulatorSettings.of(new JsonObject()
                .put("port", 0)
                .put("latency_ms", TOKENS * 10)
                .put("spread_ms", 0)
                .put("tokens", TOKENS)));
        Waiting.await(vertx.deployVerticle(simulator));
        return "http://127.0.0.1:" + simulator.port() + "/v1/chat/completions";
    }

    private static JsonObject question(boolean usage) {
        JsonObject question = new JsonObject()
                .put("model", "deepseek-flash")
                .put("stream", true)
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", "介绍")));
        return usage ? question.put("stream_options", new JsonObject().put("include_usage", true)) : question;
    }

    private static JsonObject plan(String url, JsonObject params) {
        return new JsonObject()
                .put("url", url)
                .put("params_list", new JsonArray().add(params))
                .put("headers", new JsonObject().put("authorization", "Bearer sk-any.1"));
    }

    private RunResult run(JsonObject plan) {
        return JsonPlayer.on(vertx).run(plan);
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n" + body;
    }

    @Test
    void tokensAreTimed_andTheAnswerIsPutTogether() {
        JsonObject plan = plan(simulator(), question(true))
                .put("count", 20)
                .put("concurrent", 10)
                .put("slo", "ttft<10s,p99<20s")
                .put("fail_if", new JsonArray().add("ttft.p90>10s").add("itl.p99>10s"));

        RunResult result = run(plan);

        JsonObject summary = result.summary().toJson();
        assertThat(result.summary().ok()).isEqualTo(20);
        assertThat(summary.getJsonObject("ttft_ms").getDouble("p50"))
                .isBetween(9.0, summary.getJsonObject("response_ms").getDouble("p50"));
        assertThat(summary.getJsonObject("itl_ms").getDouble("mean")).isGreaterThan(8.0);
        assertThat(summary.getJsonObject("tpot_ms").getDouble("mean")).isGreaterThan(8.0);
        JsonObject tokens = summary.getJsonObject("tokens");
        assertThat(tokens.getInteger("output")).isEqualTo(20 * TOKENS);
        assertThat(tokens.getString("told_by")).isEqualTo("usage");
        assertThat(tokens.getJsonObject("per_request_per_second").getDouble("p50"))
                .isBetween(1.0, 100.0);
        assertThat(summary.getJsonObject("slo").getInteger("good")).isEqualTo(20);
        assertThat(summary.getJsonObject("slo").getBoolean("met")).isTrue();
        assertThat(summary.getBoolean("passed")).isTrue();
        assertThat(result.results())
                .allSatisfy(each -> assertThat(new JsonObject(each.answer()).getString("content"))
                        .isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse_crlf", "sse_no_space", "sse_split_utf8", "sse_split_newlines"})
    void howeverAStreamIsFramed_itsTokensAreCounted(String fault) {
        JsonObject plan = plan(simulator(), question(false).put("simulator", new JsonObject().put("fault", fault)))
                .put("expect", "status");

        JsonObject summary = run(plan).summary().toJson();

        assertThat(summary.getInteger("ok")).isEqualTo(1);
        assertThat(summary.getJsonObject("tokens").getInteger("output")).isEqualTo(TOKENS);
        assertThat(summary.getJsonObject("tokens").getString("told_by")).isEqualTo("pieces");
        assertThat(summary.getJsonObject("itl_ms").getDouble("max")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"stream_without_done, INCOMPLETE", "broken_json, INCOMPLETE", "close_in_body, CLOSED"})
    void aStreamThatIsCutShort_isAnError_andHasNoLatency(String fault, ErrorType kind) {
        JsonObject plan = plan(simulator(), question(false).put("simulator", new JsonObject().put("fault", fault)))
                .put("expect", "status")
                .put("fail_if", new JsonArray().add("ttft.p99>10s"));

        RunResult result = run(plan);

        assertThat(result.summary().errors()).containsOnlyKeys(kind);
        assertThat(result.summary().toJson().getValue("ttft_ms")).isNull();
        assertThat(result.summary().toJson().getValue("tokens")).isNull();
        assertThat(result.summary().passed()).as("a time that was not measured").isFalse();
    }

    @Test
    void cutAtAnyByte_itIsASuccessOnlyWhenItSaidThatItWasWhole() {
        String head = answer("");
        String whole = head + PIECE + LAST + DONE;
        int wholeFrom = (head + PIECE + LAST).length();
        try (RawPeer peer = RawPeer.cuttingWhereAsked(whole)) {
            JsonArray tasks = new JsonArray();
            for (int bytes = 0; bytes <= whole.length(); bytes++) {
                tasks.add(new JsonObject().put("url", peer.url() + bytes));
            }
            JsonObject plan = new JsonObject().put("method", "GET").put("tasks", tasks);

            List<Result> results = run(plan).results();

            assertThat(results).hasSize(whole.length() + 1);
            for (int bytes = 0; bytes < results.size(); bytes++) {
                assertThat(kinds(results.get(bytes)))
                        .as("after %d bytes of %d", bytes, whole.length())
                        .isSubsetOf(bytes < wholeFrom ? cut(bytes - head.length()) : EnumSet.noneOf(ErrorType.class))
                        .hasSize(bytes < wholeFrom ? 1 : 0);
            }
            assertThat(new JsonObject(results.get(whole.length()).answer()).getString("content"))
                    .isEqualTo("hi");
        }
    }

    private static Set<ErrorType> kinds(Result result) {
        return result.error() == null
                ? EnumSet.noneOf(ErrorType.class)
                : EnumSet.of(result.error().type());
    }

    /** At the very end of the head the codec may take it for whole, or not. */
    private static Set<ErrorType> cut(int behindHead) {
        if (Math.abs(behindHead) <= 1) {
            return EnumSet.of(ErrorType.CLOSED, ErrorType.INCOMPLETE);
        }
        return EnumSet.of(behindHead < 0 ? ErrorType.CLOSED : ErrorType.INCOMPLETE);
    }

    @Test
    void anErrorInItsMidst_isTold() {
        String body = PIECE + "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n";
        try (RawPeer peer = RawPeer.silentAfter(answer(body))) {
            Result result = run(plan(peer.url(), new JsonObject())).results().get(0);

            assertThat(result.error().type()).isEqualTo(ErrorType.STREAM_ERROR);
            assertThat(result.error().message()).isEqualTo("overloaded");
        }
    }

    @Test
    void aStreamWithAnErrorsStatus_isJudgedByThat() {
        String body = "{\"error\":{\"message\":\"full\"}}";
        String head = "HTTP/1.1 503 Busy\r\ncontent-type: text/event-stream\r\ncontent-length: " + body.length();
        try (RawPeer peer = RawPeer.silentAfter(head + "\r\n\r\n" + body)) {
            Result result = run(plan(peer.url(), new JsonObject())).results().get(0);

            assertThat(result.error().status()).isEqualTo(503);
            assertThat(result.error().message()).isEqualTo("full");
        }
    }

    @Test
    void anAnswerInOnePiece_tellsItsTokens_butNoTimesOfThem() {
        JsonObject summary = run(plan(simulator(), question(false).put("stream", false)))
                .summary()
                .toJson();

        assertThat(summary.getJsonObject("tokens").getInteger("output")).isEqualTo(TOKENS);
        assertThat(summary.getJsonObject("tokens").getValue("per_request_per_second"))
                .isNull();
        assertThat(summary.getValue("ttft_ms")).isNull();
    }

    @Test
    void detailsOfSeveralRuns_mergeIntoOneSummary() {
        Upstream upstream = new Upstream(vertx);
        JsonObject plan = plan(upstream.url("/echo"), new JsonObject()).put("count", 30);

        assertThat(run(plan).toJson().fieldNames()).containsExactlyInAnyOrder("results", "summary");
        plan.put("details", true);
        Measurements one = Measurements.fromJson(run(plan).toJson());
        Measurements other = Measurements.fromJson(run(plan).toJson());

        assertThat(one.merge(other).counts().requests()).isEqualTo(60);
        assertThat(one.merge(other).elapsedMillis()).isGreaterThan(one.elapsedMillis());
    }

    @Test
    void aConditionThatHasComeTrue_endsTheRun() {
        Upstream upstream = new Upstream(vertx);
        JsonObject plan = plan(upstream.url("/late"), new JsonObject())
                .put("duration_ms", 60_000)
                .put("timeout_ms", 10_000)
                .put("fail_if", new JsonArray().add("errors>1000000").add("max>1ms"))
                .put("abort_early", true);

        JsonObject summary = run(plan).summary().toJson();

        assertThat(summary.getString("aborted_because")).startsWith("max>1ms (");
        assertThat(summary.getBoolean("passed")).isFalse();
        assertThat(summary.getBoolean("cancelled")).isTrue();
        assertThat(summary.getDouble("elapsed_ms")).isLessThan(30_000);
    }
}

package dev.atmar.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;
import dev.atmar.load.call.Expect;
import dev.atmar.load.call.Target;
import dev.atmar.load.call.Task;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
    private static final LoadSettings SETTINGS =
            LoadSettings.of(new JsonObject().put("max_tasks", 5).put("max_concurrent", 100));

    private static Plan read(String json) {
        return Plan.fromJson(new JsonObject(json), SETTINGS);
    }

    @Test
    void aUrlAndParams_theRestHasDefaults() {
        Plan plan = read("{'url': 'http://h/p?q=1', 'params_list': [{'n': 1}, null]}".replace('\'', '"'));

        assertThat(plan.tasks()).extracting(Task::taskId).containsExactly("task_00000", "task_00001");
        assertThat(plan.tasks()).extracting(task -> task.params().toString()).containsExactly("{\"n\":1}", "null");
        assertThat(plan.tasks().get(0).target())
                .isEqualTo(new Target.Web("http://h/p?q=1", new WebAddress(false, "h", 80, "/p?q=1")));
        assertThat(plan.arrivals().most()).isEqualTo(3);
        assertThat(plan.timeoutMillis()).isEqualTo(60_000);
        assertThat(plan.method()).isEqualTo("POST");
        assertThat(plan.expect()).isEqualTo(Expect.JSON);
        assertThat(plan.keep().results()).isTrue();
        assertThat(plan.repeats()).isFalse();
    }

    @Test
    void aTaskMayHaveItsOwnUrlAndId() {
        Plan plan = read("""
                {"url": "https://h", "tasks": [{"params": 1}, {"task_id": "x", "url": "bus:a.b"}]}""");

        assertThat(plan.tasks().get(0).target())
                .isEqualTo(new Target.Web("https://h", new WebAddress(true, "h", 443, "/")));
        assertThat(plan.tasks().get(1)).isEqualTo(new Task("x", new Target.Bus("a.b"), null));
    }

    @Test
    void aPlanWithoutBody_isOneTaskOfAMethodThatNeedsNone() {
        assertThat(read("{\"url\": \"http://h\", \"method\": \"GET\"}").tasks()).hasSize(1);
        assertThat(read("{\"url\": \"http://h\", \"body\": \"text\"}").tasks()).hasSize(1);
    }

    @Test
    void aConditionOnGoodput_needsAnObjective() {
        String plan = "{\"url\": \"http://h\", \"method\": \"GET\", \"fail_if\": [\"goodput<95%\"]";

        assertThatThrownBy(() -> read(plan + "}")).hasMessageStartingWith("slo: missing");
        assertThat(read(plan + ", \"slo\": \"p99<1s\"}"))
                .isEqualTo(read(read(plan + ", \"slo\": \"p99<1s\"}").toJson().encode()));
    }

    @Test
    void manyTasks_idsGrowBeyondFiveDigits() {
        JsonArray params = new JsonArray();
        for (int i = 0; i <= 100_000; i++) {
            params.add(i);
        }
        JsonObject json = new JsonObject().put("url", "http://h").put("params_list", params);

        Plan plan = Plan.fromJson(json, LoadSettings.of(new JsonObject()));

        assertThat(plan.tasks().get(99_999).taskId()).isEqualTo("task_99999");
        assertThat(plan.tasks().get(100_000).taskId()).isEqualTo("task_100000");
    }

    @Test
    void writtenAndReadAgain_thePlanIsTheSame() {
        Plan plan = read("""
                {"url": "http://h/ä", "params_list": [{"a": [1, 2.5, "中"]}], "headers": {"x-a": "b"}, "count": 7,
                 "duration_ms": 5, "warmup_ms": 2, "expect": "status", "keep_results": false, "method": "PUT"}""");

        assertThat(Plan.fromJson(plan.toJson(), SETTINGS)).isEqualTo(plan);
        assertThat(((Target.Web) plan.tasks().get(0).target()).address().uri()).isEqualTo("/%C3%A4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"url": "https://[::1]:8443/x", "params_list": [null, 1, "a", [], {}]}""", """
                {"tasks": [{"task_id": "ä", "url": "bus:a.b", "params": {}}, {"url": "http://h/?a=%20b"}]}""", """
                {"url": "http://h", "body": "line\\n {", "duration_ms": 5, "timeout_ms": 1, "concurrent": 100}""", """
                {"url": "http://h", "method": "GET"}""", """
                {"url": "http://h", "tasks": []}"""})
    void anyPlan_isTheSameAfterAsMuchAsTravelsOverTheBus(String json) {
        Plan plan = read(json);

        JsonObject travelled = new JsonObject(plan.toJson().toBuffer());

        assertThat(Plan.fromJson(travelled, LoadSettings.of(new JsonObject()))).isEqualTo(plan);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                    | url
            {"url": 5, "params_list": []}                                         | url
            {"url": "ftp://h", "params_list": []}                                 | url
            {"url": "http://", "params_list": []}                                 | url
            {"url": "http://h:99999", "params_list": []}                          | url
            {"url": "http://h/a b", "params_list": []}                            | url
            {"url": "http://me:key@h/", "params_list": []}                        | url
            {"url": "h:8000/x", "params_list": []}                                | url
            {"url": "bus:", "params_list": []}                                    | url
            {"url": "http://h"}                                                   | params_list
            {"url": "http://h", "params_list": {}}                                | params_list
            {"url": "http://h", "params_list": [1, 2, 3, 4, 5, 6]}                    | params_list
            {"url": "http://h", "params_list": [1], "tasks": []}                  | tasks
            {"url": "http://h", "tasks": [1]}                                     | tasks[0]
            {"tasks": [{"params": 1}]}                                            | tasks[0].url
            {"tasks": [{"url": "http://h"}, {"url": "x"}]}                        | tasks[1].url
            {"url": "http://h", "tasks": [{"parms": 1}]}                          | tasks[0].parms
            {"url": "http://h", "tasks": [{"task_id": ""}]}                       | tasks[0].task_id
            {"url": "http://h", "tasks": [{"task_id": "a"}, {"task_id": "a"}]}    | tasks[1].task_id
            {"url": "http://h", "tasks": [{"params": 1}], "body": "x"}            | body
            {"url": "http://h", "params_list": [1], "body": "x"}                  | body
            {"url": "http://h", "params_list": [], "count": 1}                    | tasks
            {"url": "http://h", "params_list": [], "concurent": 1}                | concurent
            {"url": "http://h", "params_list": [], "concurrent": 0}               | concurrent
            {"url": "http://h", "params_list": [], "concurrent": 101}             | concurrent
            {"url": "http://h", "params_list": [], "concurrent": "3"}             | concurrent
            {"url": "http://h", "params_list": [], "timeout_ms": 1.5}             | timeout_ms
            {"url": "http://h", "params_list": [], "timeout_ms": 0}               | timeout_ms
            {"url": "http://h", "params_list": [], "count": 0}                    | count
            {"url": "http://h", "params_list": [], "duration_ms": -1}             | duration_ms
            {"url": "http://h", "params_list": [], "warmup_ms": -1}               | warmup_ms
            {"url": "http://h", "params_list": [], "expect": "xml"}               | expect
            {"url": "http://h", "params_list": [], "rate": 0}                     | rate
            {"url": "http://h", "params_list": [1], "stages": [{"from": 0, "duration_ms": 9}]} | stages
            {"url": "http://h", "params_list": [1], "slice": {"index": 0, "of": 4}}   | slice.of
            {"url": "http://h", "params_list": [], "keep_results": 1}             | keep_results
            {"url": "http://h", "params_list": [], "method": "PO\\r\\nST"}        | method
            {"url": "http://h", "params_list": [], "headers": []}                 | headers
            {"url": "http://h", "params_list": [], "headers": {"a": 1}}           | headers.a
            {"url": "http://h", "params_list": [], "headers": {"a": "b\\r\\nc: d"}} | headers.a
            {"url": "http://h", "params_list": [], "headers": {"a b": "c"}}       | headers.a b
            {"url": "http://h", "params_list": [], "headers": {"a": "中"}}         | headers.a
            {"url": "http://h", "params_list": [], "headers": {"Content-Length": "1"}} | headers.Content-Length
            """)
    void aBadPlan_isRefusedByTheNameOfTheField(String json, String field) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> read(json));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(field);
        assertThat(refusal).hasMessageStartingWith(field + ": ").hasMessageNotContaining("\n");
    }
}

package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.settings.SettingsException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class SleepLabVerticleTest {
    private static final int VOLLEY = 10;
    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private static int ranAtOnce(Lab lab, Way way, long ms) {
        return Lab.mostRunning(lab.volley(VOLLEY, way.path() + "?ms=" + ms));
    }

    @Test
    void sleepsOnTheEventLoop_runOneAtATime(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            assertThat(ranAtOnce(lab, Way.BLOCKING, 100)).isEqualTo(1);
        }
    }

    @Test
    void orderedExecuteBlocking_runsOneAtATime(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            assertThat(ranAtOnce(lab, Way.ORDERED, 100)).isEqualTo(1);
        }
    }

    @Test
    void unorderedExecuteBlocking_runsAsManyAsThePoolHasThreads(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("execute_blocking_pool", 4))) {
            assertThat(ranAtOnce(lab, Way.EXECUTE_BLOCKING, 300)).isEqualTo(4);
        }
    }

    @Test
    void coroutineTest_runsAsManyAsItsPoolHasThreads(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("coroutine_pool", 3))) {
            assertThat(ranAtOnce(lab, Way.ASYNC_COROUTINE_TEST, 300)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "ASYNC_THREAD_TEST"})
    void timersAndALargePool_runAllAtOnce(Way way, Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            assertThat(Lab.mostRunning(lab.volley(VOLLEY, way.path() + "?ms=1000")))
                    .isEqualTo(VOLLEY);
        }
    }

    @Test
    void virtualThreads_runAllAtOnceWhereJavaHasThem_elseTheRouteSaysWhyNot(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            List<HttpResponse<Buffer>> answers = lab.volley(VOLLEY, "/sleep/virtual?ms=1000");
            if (HAS_VIRTUAL_THREADS) {
                assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
                assertThat(Lab.mostRunning(answers)).isEqualTo(VOLLEY);
            } else {
                assertThat(answers).allMatch(answer -> answer.statusCode() == 501);
                assertThat(Lab.error(answers.get(0)).getString("message")).contains("virtual threads", "21");
            }
        }
    }

    @Test
    void threadsAreStartedWhenASleepNeedsThem_notWithTheLab(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("thread_pool", 997))) {
            assertThat(threadsOf("lab-thread-997")).isZero();
            lab.volley(VOLLEY, "/async_thread_test?ms=1");
            assertThat(threadsOf("lab-thread-997")).isBetween(1L, (long) VOLLEY);
        }
    }

    private static long threadsOf(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(pool))
                .count();
    }

    @Test
    void aThousandSleepersAtOnce_allAnswerOk(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            List<HttpResponse<Buffer>> answers = lab.volley(1000, "/async_thread_test/?ms=1000");
            assertThat(answers).hasSize(1000).allMatch(answer -> "\"ok\"".equals(answer.bodyAsString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sleep/blocking",
                "/sleep/ordered",
                "/sleep/execute-blocking",
                "/sleep/async",
                "/ping",
                "/async_thread_test",
                "/async_coroutine_test"
            })
    void everyRoute_answersGetAndPostWithAndWithoutItsLastSlash(String path, Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
                for (String slash : List.of("", "/")) {
                    HttpResponse<Buffer> answer = lab.call(method, path + slash + "?ms=1");
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.getHeader("content-type")).isEqualTo("application/json");
                    assertThat(answer.bodyAsString()).isEqualTo("\"ok\"");
                }
            }
        }
    }

    @Test
    void aPostWithAnyBody_isServed(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            Buffer body = Buffer.buffer(new byte[300_000]);
            HttpResponse<Buffer> answer =
                    Lab.done(lab.client.post("/sleep/async?ms=1").sendBuffer(body));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999999999999", "1.5", "soon", ""})
    void aSleepOutOfRange_isRefusedNamingMs(String ms, Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("sleep_ms", 1).put("max_sleep_ms", 1000))) {
            HttpResponse<Buffer> answer = lab.get("/sleep/async?ms=" + ms);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Lab.error(answer).getString("param")).isEqualTo("ms");
        }
    }

    @Test
    void withoutMs_sleepsAsLongAsTheSettingSays(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("sleep_ms", 300))) {
            long start = System.nanoTime();
            assertThat(lab.get("/sleep/async").statusCode()).isEqualTo(200);
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(290L, 4000L);
        }
    }

    @Test
    void unknownPathsAndMethods_areRefused(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            assertThat(lab.get("/sleep/well").statusCode()).isEqualTo(404);
            assertThat(lab.call(HttpMethod.PUT, "/sleep/async?ms=1").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void aRequestThatCannotBeRead_isRefusedInTheOneErrorShape(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            assertThat(Lab.error(lab.get("/ping?" + "x".repeat(4200))).getString("code"))
                    .isEqualTo("uri_too_long");
        }
    }

    @Test
    void moreInFlightThanTheSettingAllows_areRefused(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("max_in_flight", 3))) {
            List<HttpResponse<Buffer>> answers = lab.volley(VOLLEY, "/sleep/async?ms=1000");
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                    .hasSize(3);
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 503))
                    .hasSize(VOLLEY - 3);
            assertThat(lab.get("/sleep/async?ms=1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void deployedByName_readsItsConfig(Vertx vertx) {
        JsonObject config = new JsonObject().put("port", 0).put("sleep_ms", 7);
        String name = "java:" + SleepLabVerticle.class.getName();
        assertThat(Lab.done(vertx.deployVerticle(name, new DeploymentOptions().setConfig(config))))
                .isNotBlank();
    }

    @Test
    void aConfigWithAnUnknownKey_isNotDeployed(Vertx vertx) {
        DeploymentOptions options = new DeploymentOptions().setConfig(new JsonObject().put("nap_ms", 7));
        assertThatThrownBy(() -> Lab.done(vertx.deployVerticle(new SleepLabVerticle(), options)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("lab.nap_ms");
    }
}

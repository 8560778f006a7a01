package dev.atmar.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** The steps of the experiment, in the order in which it was made. */
final class DemoSteps {
    private static final List<String> QUESTIONS = List.of("介绍三个北京必去的旅游景点。", "介绍三个成都最有名的美食。", "介绍三首泰勒斯威夫特好听的歌曲");
    private static final int MANY = 300;
    private static final int SLEEPERS = 30;

    /** What the lab's steps sleep at full scale. */
    static final long SLEEP_MILLIS = 5_000;

    /** Above any call at any scale: 300 in waves of 39, each of 16 s, with room. */
    private static final long TIMEOUT_MILLIS = 600_000;

    private final DemoStage stage;
    private final Scale scale;

    DemoSteps(DemoStage stage, Scale scale) {
        this.stage = stage;
        this.scale = scale;
    }

    List<DemoStep> all() {
        return List.of(
                chat("one call of the upstream", "13 s ± 3 s", direct(), 1, DemoVerdict::parallel),
                chat("/deepseek/, 3 at once", "serial: the sum", baseline(), 3, DemoVerdict::serial)
                        .teaching("Serial: one synchronous link makes calls wait for each other"),
                chat("/a_deepseek/, 1", "14.3 s", relayed(stage.boundless()), 1, DemoVerdict::parallel),
                chat("/a_deepseek/, 3 at once", "14.89 s", relayed(stage.boundless()), 3, DemoVerdict::parallel)
                        .teaching("Parallel: the same calls without that link"),
                chat("/atmar/ to /a_deepseek/, 3 at once", "15.93 s", twoHops(), 3, DemoVerdict::parallel)
                        .teaching("One more asynchronous hop is still parallel"),
                chat(
                                "/a_deepseek/, 300, no limit",
                                "4.6 x one call",
                                relayed(stage.boundless()),
                                MANY,
                                DemoVerdict::parallel)
                        .teaching(
                                "300 at once without an account limit are parallel too: the relay is not the bottleneck"),
                chat(
                                "300, shared capacity above " + DemoStage.KNEE,
                                "1/3 to 1/6 of the speed",
                                relayed(stage.sharing()),
                                MANY,
                                DemoVerdict::shared)
                        .teaching("What slowed the original's 300 can be the upstream, sharing what it has"),
                chat("300, account bears 39, /atmar/", "30 to 50 borne", passed(), MANY, DemoVerdict::refused)
                        .teaching("300 at once on an account that bears 39: the rest is refused"),
                chat("300, account bears 39, limit 39", "-", relayed(stage.refusing()), MANY, DemoVerdict::queued)
                        .teaching("The same with the limit told to the relay: the rest waits, and nothing is refused"),
                chat("300, account bears 39, limit auto", "-", ownKey(), MANY, DemoVerdict::found)
                        .teaching("The same with a key the relay has never seen: it finds the limit by itself"),
                chat("bus:atmar.chat, 300 at once", "-", overBus(), MANY, DemoVerdict::parallel)
                        .teaching("Over the event bus as over HTTP"),
                sleep("/async_thread_test/, 30 at once"),
                sleep("/async_coroutine_test/, 30 at once"));
    }

    /** Fast calls through every part, so that what is measured then is not the compiler. */
    List<JsonObject> warmUps() {
        JsonObject quick = new JsonObject().put("simulator", new JsonObject().put("latency_ms", 1));
        return List.of(
                repeated(direct(), 3, quick),
                repeated(baseline(), 3, quick),
                repeated(relayed(stage.boundless()), MANY, quick),
                repeated(relayed(stage.boundless()), MANY, quick),
                repeated(overBus(), MANY, quick),
                repeated(twoHopsWith(quick), MANY, new JsonObject()));
    }

    private record Way(String url, JsonObject body, String upstream, JsonObject headers) {}

    private Way direct() {
        return new Way(
                stage.boundless() + "/v1/chat/completions",
                new JsonObject(),
                stage.boundless(),
                new JsonObject().put("authorization", "Bearer sk-demo"));
    }

    private Way baseline() {
        return new Way(stage.relay() + "/deepseek/", new JsonObject(), stage.boundless(), new JsonObject());
    }

    private Way relayed(String upstream) {
        JsonObject body = new JsonObject().put("url", upstream + "/v1");
        return new Way(stage.relay() + "/a_deepseek/", body, upstream, new JsonObject());
    }

    private Way ownKey() {
        Way way = relayed(stage.refusing());
        way.body().put("api_key", "sk-own");
        return way;
    }

    /** {@code /atmar/} knows no accounts: what the upstream answers is what the caller gets. */
    private Way passed() {
        JsonObject body = new JsonObject()
                .put("url", stage.refusing() + "/v1/chat/completions")
                .put("headers", new JsonObject().put("authorization", "Bearer sk-passed"))
                .put("params", question(0));
        return new Way(stage.relay() + "/atmar/", body, stage.refusing(), new JsonObject());
    }

    private Way overBus() {
        JsonObject body = new JsonObject().put("url", stage.boundless() + "/v1").put("timeout_ms", TIMEOUT_MILLIS);
        return new Way("bus:atmar.chat", body, stage.boundless(), new JsonObject());
    }

    private Way twoHops() {
        return twoHopsWith(new JsonObject());
    }

    private Way twoHopsWith(JsonObject more) {
        Way inner = relayed(stage.boundless());
        JsonObject params = question(0).mergeIn(inner.body()).mergeIn(more);
        JsonObject body = new JsonObject().put("url", inner.url()).put("params", params);
        return new Way(stage.relay() + "/atmar/", body, stage.boundless(), new JsonObject());
    }

    private DemoStep chat(String name, String original, Way way, int calls, Function<DemoMeasure, DemoVerdict> judge) {
        return new DemoStep(name, original, repeated(way, calls, new JsonObject()), way.upstream(), judge, null);
    }

    private DemoStep sleep(String name) {
        String path = name.substring(0, name.indexOf(','));
        String url = stage.lab() + path + "?ms=" + scale.of(SLEEP_MILLIS);
        Way way = new Way(url, new JsonObject(), null, new JsonObject());
        return new DemoStep(name, "about 5 s", plan(way, new JsonArray(), SLEEPERS), null, DemoVerdict::parallel, null);
    }

    private static JsonObject repeated(Way way, int calls, JsonObject more) {
        JsonArray bodies = new JsonArray();
        for (int index = 0; index < calls; index++) {
            JsonObject question = way.body().containsKey("params") ? new JsonObject() : question(index);
            bodies.add(question.mergeIn(way.body()).mergeIn(more));
        }
        return plan(way, bodies, calls);
    }

    private static JsonObject plan(Way way, JsonArray bodies, int calls) {
        JsonObject plan = new JsonObject()
                .put("url", way.url())
                .put("headers", way.headers())
                .put("concurrent", calls)
                .put("timeout_ms", TIMEOUT_MILLIS)
                .put("keep_results", false);
        return bodies.isEmpty() ? plan.put("method", "GET").put("count", calls) : plan.put("params_list", bodies);
    }

    private static JsonObject question(int index) {
        JsonObject message =
                new JsonObject().put("role", "user").put("content", QUESTIONS.get(index % QUESTIONS.size()));
        return new JsonObject().put("model", "deepseek-flash").put("messages", new JsonArray().add(message));
    }
}

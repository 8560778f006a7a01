package dev.atmar.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Makes the questions of a {@link Crowd}, drawn from one seed: over which route, with whose key, a stream or not. */
final class Asking {
    private static final int CALLERS = 60;

    private final String upstream;
    private final SplittableRandom dice;
    private final Consumer<JsonObject> change;
    private final boolean bus;
    private int number;
    private int calls;

    /**
     * @param upstream base URL of the upstream that is asked in the end
     * @param change what else there shall be in a question
     * @param bus whether some are asked over the event bus, where nobody can leave
     */
    Asking(String upstream, long seed, Consumer<JsonObject> change, boolean bus) {
        this.upstream = upstream;
        this.dice = new SplittableRandom(seed);
        this.change = change;
        this.bus = bus;
    }

    SplittableRandom dice() {
        return dice;
    }

    /** How many calls of the upstream all questions so far make, where nothing is tried again. */
    int calls() {
        return calls;
    }

    Asked next() {
        String mark = "q" + ++number + "-";
        JsonObject question = new JsonObject()
                .put("model", dice.nextInt(10) == 0 ? Crowd.NARROW : "deepseek-flash")
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", mark)));
        change.accept(question);
        calls++;
        return switch (dice.nextInt(bus ? 11 : 9)) {
            case 0, 1 -> openAi("v1 plain", question, mark);
            case 2, 3 -> openAi("v1 stream", question.put("stream", true), mark);
            case 4, 5 -> chat("a_deepseek plain", "/a_deepseek/", question, mark);
            case 6 -> chat("a_deepseek stream", "/a_deepseek/", question.put("stream", true), mark);
            case 7 -> post("atmar one", "/atmar/", call(question).toBuffer(), mark);
            case 8 -> post("atmar array", "/atmar/", array(question), mark);
            case 9 -> chat("bus chat", "", question, mark);
            default -> post("bus post", "", call(question).toBuffer(), mark);
        };
    }

    private Asked openAi(String kind, JsonObject question, String mark) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        switch (dice.nextInt(5)) {
            case 0 -> headers.set("authorization", "Bearer " + callersKey());
            case 1 -> headers.set("x-upstream-key", callersKey());
            default -> headers.set("x-stainless-timeout", "30");
        }
        return new Asked(kind, "/v1/chat/completions", headers, question.toBuffer(), mark);
    }

    private Asked chat(String kind, String path, JsonObject question, String mark) {
        question.put("url", upstream);
        if (dice.nextInt(2) == 0) {
            question.put("api_key", callersKey());
        }
        return new Asked(kind, path, MultiMap.caseInsensitiveMultiMap(), question.toBuffer(), mark);
    }

    private Asked post(String kind, String path, Buffer body, String mark) {
        return new Asked(kind, path, MultiMap.caseInsensitiveMultiMap(), body, mark);
    }

    private Buffer array(JsonObject question) {
        JsonArray array = new JsonArray();
        for (int call = 1 + dice.nextInt(3); call > 0; call--) {
            array.add(call(question));
        }
        calls += array.size() - 1;
        return array.toBuffer();
    }

    private JsonObject call(JsonObject question) {
        return new JsonObject()
                .put("url", upstream + "/chat/completions")
                .put("headers", new JsonObject().put("authorization", "Bearer " + callersKey()))
                .put("params", question);
    }

    /** Now and then one that does not work, or of an account without balance. */
    private String callersKey() {
        int caller = dice.nextInt(CALLERS);
        String kind = caller == 0 ? "invalid" : caller == 1 ? "broke" : "own";
        return "sk-" + kind + "-" + caller + ".1";
    }
}

package dev.atmar.relay;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;

/** Configured accounts, and questions for them by OpenAI's route. */
final class Pool {
    static final String PATH = "/v1/chat/completions";

    private Pool() {}

    /** One that bears three calls, with the key {@code sk-NAME}. */
    static JsonObject account(String name, String url, String... keys) {
        JsonArray all = new JsonArray(new ArrayList<>(Arrays.asList(keys)));
        return new JsonObject()
                .put("name", name)
                .put("url", url)
                .put("keys", all.isEmpty() ? all.add("sk-" + name) : all)
                .put("limit", 3);
    }

    static Relay deploy(Vertx vertx, JsonObject changes, JsonObject... accounts) {
        return Relay.deploy(vertx, changes.copy().put("accounts", new JsonArray(Arrays.asList(accounts))));
    }

    static JsonObject ask() {
        return new JsonObject()
                .put("model", "m")
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", "hi")));
    }

    static JsonObject stream() {
        return ask().put("stream", true);
    }

    static String error(String message) {
        return new JsonObject()
                .put("error", new JsonObject().put("message", message).put("code", "theirs"))
                .encode();
    }

    /** Once no call is in flight at the account, nor waits for it. */
    static void awaitFree(Relay relay, String account) {
        long giveUp = System.nanoTime() + Await.SECONDS * 1_000_000_000L;
        while (System.nanoTime() < giveUp) {
            Numbers numbers = Numbers.of(relay);
            if (numbers.value("atmar_in_flight{account=\"" + account + "\"}") == 0
                    && numbers.value("atmar_queue_length{account=\"" + account + "\"}") == 0) {
                return;
            }
        }
        throw new AssertionError("a place of " + account + " is never given back");
    }
}

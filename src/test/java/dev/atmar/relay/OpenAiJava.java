package dev.atmar.relay;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A relay with one account, and OpenAI's own client for Java in front of it, as its users make one. */
record OpenAiJava(Relay relay, OpenAIClient client) implements AutoCloseable {
    static final String KEY = "sk-of-the-caller";

    /** With the client's defaults. */
    static OpenAiJava of(Vertx vertx, String upstream) {
        return of(vertx, upstream, new JsonObject(), defaults -> {});
    }

    /**
     * @param upstream base URL of the only account
     * @param changes to the relay's settings
     * @param options of the client beyond its key and address
     */
    static OpenAiJava of(
            Vertx vertx, String upstream, JsonObject changes, Consumer<OpenAIOkHttpClient.Builder> options) {
        JsonObject settings = new JsonObject().put("accounts", new JsonArray().add(account(upstream)));
        Relay relay = Relay.deploy(vertx, settings.mergeIn(changes));
        OpenAIOkHttpClient.Builder builder =
                OpenAIOkHttpClient.builder().baseUrl(relay.url("/v1")).apiKey(KEY);
        options.accept(builder);
        return new OpenAiJava(relay, builder.build());
    }

    /** The same, where {@link #KEY} is a token of the relay's and {@code limit} calls at once are let to the account. */
    static OpenAiJava withToken(Vertx vertx, String upstream, int limit, JsonObject changes) {
        JsonObject token = new JsonObject().put("name", "me").put("token", KEY);
        JsonObject settings = new JsonObject()
                .put("tokens", new JsonArray().add(token))
                .put("accounts", new JsonArray().add(account(upstream).put("limit", limit)));
        return of(vertx, upstream, settings.mergeIn(changes), defaults -> {});
    }

    static JsonObject account(String upstream) {
        return new JsonObject().put("name", "main").put("url", upstream).put("keys", new JsonArray().add("sk-own"));
    }

    /** The base URL of a simulated DeepSeek that answers with eight tokens. */
    static String simulator(Vertx vertx) {
        JsonObject quick = new JsonObject()
                .put("port", 0)
                .put("latency_ms", 20)
                .put("spread_ms", 0)
                .put("tokens", 8);
        SimulatorVerticle simulator = new SimulatorVerticle(SimulatorSettings.of(quick));
        Await.await(vertx.deployVerticle(simulator));
        return "http://127.0.0.1:" + simulator.port() + "/v1";
    }

    static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder().model("deepseek-flash").addUserMessage("介绍三个北京必去的旅游景点。");
    }

    ChatCompletion ask() {
        return client.chat().completions().create(question().build());
    }

    /** By the client's asynchronous half; a blocking call in the common pool may hold up all others there. */
    CompletableFuture<ChatCompletion> askLater() {
        return client.async().chat().completions().create(question().build());
    }

    StreamResponse<ChatCompletionChunk> stream() {
        return client.chat().completions().createStreaming(question().build());
    }

    /** A stream to its end, or to its failure. */
    List<ChatCompletionChunk> streamed(ChatCompletionCreateParams.Builder question) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question.build())) {
            return answer.stream().toList();
        }
    }

    /** How many calls of {@code /v1/chat/completions} the relay has answered: the client's retries are calls too. */
    double calls() {
        Numbers numbers = Numbers.of(relay, "authorization", "Bearer " + KEY);
        return numbers.samples().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("atmar_requests_total")
                        && sample.getKey().contains("route=\"/v1/chat/completions\""))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    void awaitCalls(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Await.SECONDS);
        while (calls() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + calls() + " calls");
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

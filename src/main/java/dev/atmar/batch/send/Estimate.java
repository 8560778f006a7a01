package dev.atmar.batch.send;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;

/**
 * What a request will use, before it is sent.
 *
 * @param model named in the body; empty where there is none
 * @param promptTokens a quarter of the body's bytes, the rule of thumb for English; other scripts differ by half
 * @param maxTokens the most the body asks for; 0 where it does not say
 */
public record Estimate(String model, long promptTokens, long maxTokens) {
    private static final int BYTES_PER_TOKEN = 4;
    private static final int NOTHING = 0;

    public static Estimate of(Buffer body) {
        if (body == null) {
            return new Estimate("", NOTHING, NOTHING);
        }
        long prompt = (body.length() + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
        try {
            RawObject request = RawObject.parse(body);
            String model = request.optionalText("model").orElse("");
            return new Estimate(model, prompt, maxTokens(request));
        } catch (ApiException notAnObject) {
            return new Estimate("", prompt, NOTHING);
        }
    }

    private static long maxTokens(RawObject request) {
        String field = request.holds("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return request.optionalNumber(field, 0, Integer.MAX_VALUE).orElse(0L);
    }

    public long tokens() {
        return promptTokens + maxTokens;
    }
}

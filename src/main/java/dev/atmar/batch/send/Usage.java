package dev.atmar.batch.send;

import dev.atmar.http.json.RawJson;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What an answer says it used: its {@code usage}, as OpenAI's completions have it. */
public record Usage(long promptTokens, long completionTokens) {
    /** Of answers that do not say. */
    public static final Usage UNKNOWN = new Usage(0, 0);

    static Usage of(Buffer answer) {
        return RawJson.read(answer)
                .filter(RawJson::isObject)
                .flatMap(completion -> completion.member("usage"))
                .filter(RawJson::isObject)
                .map(usage -> new Usage(count(usage, "prompt_tokens"), count(usage, "completion_tokens")))
                .orElse(UNKNOWN);
    }

    private static long count(RawJson usage, String name) {
        Optional<RawJson> member = usage.member(name);
        return member.map(RawJson::count).orElse(0L);
    }

    public long tokens() {
        return promptTokens + completionTokens;
    }

    public boolean isKnown() {
        return tokens() > 0;
    }
}

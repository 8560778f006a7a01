package dev.atmar.simulator;

import dev.atmar.http.Answers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** What is asked beside chat: the list of models, and the balance. Both want a key. */
final class Desk {
    private static final List<String> MODELS = List.of("deepseek-flash", "deepseek-v4-pro");

    private Desk() {}

    static void models(RoutingContext context) {
        answer(context, key -> models());
    }

    static void balance(RoutingContext context) {
        answer(context, key -> balance(key.isBroke()));
    }

    private static void answer(RoutingContext context, Function<ApiKey, JsonObject> service) {
        try {
            JsonObject answer = service.apply(ApiKey.of(context.request()));
            Answers.json(context.response(), 200, answer.toBuffer());
        } catch (Refusal refusal) {
            refusal.answer(context.response());
        }
    }

    private static JsonObject models() {
        JsonArray models = new JsonArray();
        for (String id : MODELS) {
            models.add(new JsonObject().put("id", id).put("object", "model").put("owned_by", "deepseek"));
        }
        return new JsonObject().put("object", "list").put("data", models);
    }

    private static JsonObject balance(boolean broke) {
        JsonObject info = new JsonObject()
                .put("currency", "CNY")
                .put("total_balance", broke ? "0.00" : "110.00")
                .put("granted_balance", broke ? "0.00" : "10.00")
                .put("topped_up_balance", broke ? "0.00" : "100.00");
        return new JsonObject().put("is_available", !broke).put("balance_infos", new JsonArray().add(info));
    }
}

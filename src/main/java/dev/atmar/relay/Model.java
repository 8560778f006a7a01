package dev.atmar.relay;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A model that may be asked for, as OpenAI lists it.
 *
 * @param created seconds since 1970, without which OpenAI's typed clients do not read a model; DeepSeek tells none
 * @param ownedBy whoever the upstream names
 */
record Model(String id, long created, String ownedBy) {
    private static final long UNKNOWN = 0;

    /** Where the upstream names nobody, or the model is only in the settings. */
    private static final String NOBODY = "atmar";

    /** One of which the settings say no more than its name. */
    static Model named(String id) {
        return new Model(id, UNKNOWN, NOBODY);
    }

    /**
     * What an upstream lists; an entry without an id is passed over.
     *
     * @throws ApiException 502 when it is no list of models
     */
    static List<Model> listed(Buffer body) {
        try {
            JsonArray data = new JsonObject(body).getJsonArray("data");
            if (data != null) {
                return listed(data);
            }
        } catch (DecodeException | ClassCastException e) {
            // said below, as for an object without data
        }
        throw ApiException.of(502, "upstream_no_models", "what the upstream answered is no list of models");
    }

    private static List<Model> listed(JsonArray data) {
        List<Model> models = new ArrayList<>();
        for (Object entry : data) {
            if (entry instanceof JsonObject model && model.getValue("id") instanceof String id) {
                models.add(new Model(
                        id,
                        model.getValue("created") instanceof Number seconds ? seconds.longValue() : UNKNOWN,
                        model.getValue("owned_by") instanceof String owner ? owner : NOBODY));
            }
        }
        return models;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", ownedBy);
    }

    static JsonObject toJson(Collection<Model> models) {
        JsonArray data = new JsonArray();
        models.forEach(model -> data.add(model.toJson()));
        return new JsonObject().put("object", "list").put("data", data);
    }
}

package dev.atmar.simulator;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Front;
import dev.atmar.http.json.JsonFields;
import dev.atmar.settings.SettingsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /control}: changes settings while the simulator runs, for the requests that come from now on. */
final class Control {
    private static final Set<String> FIXED = Set.of("host", "port", "max_in_flight", "max_body_bytes", "max_accounts");

    private final Conditions conditions;
    private final SharedCapacity capacity;

    Control(Conditions conditions, SharedCapacity capacity) {
        this.conditions = conditions;
        this.capacity = capacity;
    }

    /** Answers all settings now in force; 400, and nothing has changed, when one cannot be used. */
    void handle(RoutingContext context) {
        JsonObject changes = changes(Front.body(context));
        for (String key : changes.fieldNames()) {
            if (FIXED.contains(key)) {
                throw ApiException.badRequest(key, "fixed while the simulator runs");
            }
        }
        try {
            conditions.change(changes);
        } catch (SettingsException e) {
            throw ApiException.of(400, "invalid_value", e.getMessage());
        }
        capacity.knee(conditions.settings().knee());
        Answers.json(context.response(), 200, conditions.settings().toJson().toBuffer());
    }

    /** No body at all changes nothing: so the settings are read. */
    private static JsonObject changes(Buffer body) {
        return body.length() == 0 ? new JsonObject() : JsonFields.parse(body).object();
    }
}

package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * How requests were sent.
 *
 * @param open whether by a schedule
 * @param target requests per second of the schedule; 0 in the closed model, and of fewer than two requests
 * @param sent requests per second; in the open model from when the first one was due to when the last one was sent
 * @param notSent requests that were due and never sent
 */
public record Pace(boolean open, double target, double sent, long notSent) {
    static final Pace NONE = new Pace(false, 0, 0, 0);

    private static final Set<String> FIELDS = Set.of("open", "target", "sent", "not_sent");

    Pace and(Pace other) {
        return new Pace(open || other.open, target + other.target, sent + other.sent, notSent + other.notSent);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("open", open)
                .put("target", target)
                .put("sent", sent)
                .put("not_sent", notSent);
    }

    static Pace fromJson(JsonFields json) {
        json.refuseUnknown(FIELDS);
        return new Pace(
                json.flag("open", false),
                number(json, "target"),
                number(json, "sent"),
                Counts.number(json, "not_sent"));
    }

    static double number(JsonFields json, String field) {
        if (json.value(field) instanceof Number number
                && number.doubleValue() >= 0
                && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw json.refused(field, "a number from 0 on");
    }
}

package dev.atmar.load.plan;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonFields;
import dev.atmar.load.plan.Arrivals.Closed;
import dev.atmar.load.plan.Arrivals.Open;
import dev.atmar.load.plan.Arrivals.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** When requests are due, as a plan writes it: {@code concurrent}, or {@code rate} or {@code stages} and what goes with them. */
final class ArrivalsJson {
    static final Set<String> FIELDS = Set.of("concurrent", "rate", "stages", "arrivals", "seed", "max_in_flight");

    private static final int DEFAULT_CONCURRENT = 3;
    private static final int DEFAULT_IN_FLIGHT = 10_000;
    private static final double MAX_RATE = 1_000_000;
    private static final int MAX_STAGES = 1000;

    private ArrivalsJson() {}

    /**
     * @param most requests in flight that the settings allow
     */
    static Arrivals read(JsonFields plan, int most) {
        if (!plan.has("rate") && !plan.has("stages")) {
            refuse(plan, "closed: without rate or stages", List.of("arrivals", "seed", "max_in_flight"));
            return new Closed(
                    plan.number("concurrent", 1, most).map(Long::intValue).orElse(Math.min(DEFAULT_CONCURRENT, most)));
        }
        refuse(plan, "open: with rate or stages", List.of("concurrent"));
        boolean poisson = switch (plan.text("arrivals", "constant")) {
            case "constant" -> false;
            case "poisson" -> true;
            default -> throw plan.refused("arrivals", "constant or poisson");
        };
        int inFlight =
                plan.number("max_in_flight", 1, most).map(Long::intValue).orElse(Math.min(DEFAULT_IN_FLIGHT, most));
        return new Open(
                stages(plan),
                poisson,
                plan.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L),
                inFlight);
    }

    private static void refuse(JsonFields plan, String model, List<String> fields) {
        for (String field : fields) {
            if (plan.has(field)) {
                throw ApiException.badRequest(field, "not of this model (" + model + ")");
            }
        }
    }

    private static List<Stage> stages(JsonFields plan) {
        if (plan.has("rate") && plan.has("stages")) {
            throw ApiException.badRequest("stages", "there beside rate (expected: one of the two)");
        }
        if (plan.has("rate")) {
            double rate = rate(plan, "rate");
            refuseNothingDue("rate", rate);
            return List.of(new Stage(rate, rate, 0));
        }
        JsonArray list = plan.list("stages");
        if (list.isEmpty() || list.size() > MAX_STAGES) {
            throw ApiException.badRequest("stages", list.size() + " entries (expected: 1 to " + MAX_STAGES + ")");
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            stages.add(stage("stages[" + i + "]", list.getValue(i)));
        }
        refuseNothingDue(
                "stages",
                stages.stream().mapToDouble(each -> each.from() + each.to()).sum());
        return stages;
    }

    private static void refuseNothingDue(String field, double sum) {
        if (sum == 0) {
            throw ApiException.badRequest(field, "nothing is ever due (expected: a rate above 0)");
        }
    }

    private static Stage stage(String name, Object value) {
        if (!(value instanceof JsonObject object)) {
            throw ApiException.badRequest(name, "not an object (expected: {from, to, duration_ms})");
        }
        JsonFields stage = new JsonFields(name, object);
        stage.refuseUnknown(Set.of("from", "to", "duration_ms"));
        double from = rate(stage, "from");
        double to = stage.has("to") ? rate(stage, "to") : from;
        return new Stage(
                from,
                to,
                stage.number("duration_ms", 1, PlanReader.MAX_MILLIS)
                        .orElseThrow(() -> stage.refused("duration_ms", "how long the stage lasts, in milliseconds")));
    }

    private static double rate(JsonFields fields, String field) {
        if (fields.value(field) instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= MAX_RATE) {
            return number.doubleValue();
        }
        throw fields.refused(field, "requests per second, at most " + (long) MAX_RATE);
    }

    static void write(Arrivals arrivals, JsonObject plan) {
        if (arrivals instanceof Closed closed) {
            plan.put("concurrent", closed.concurrent());
        } else if (arrivals instanceof Open open) {
            writeStages(open.stages(), plan);
            plan.put("arrivals", open.poisson() ? "poisson" : "constant")
                    .put("seed", open.seed())
                    .put("max_in_flight", open.maxInFlight());
        }
    }

    private static void writeStages(List<Stage> stages, JsonObject plan) {
        if (stages.get(0).millis() == 0) {
            plan.put("rate", stages.get(0).from());
            return;
        }
        JsonArray list = new JsonArray();
        stages.forEach(stage -> list.add(
                new JsonObject().put("from", stage.from()).put("to", stage.to()).put("duration_ms", stage.millis())));
        plan.put("stages", list);
    }
}

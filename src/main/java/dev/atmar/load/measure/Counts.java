package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import dev.atmar.load.call.ErrorType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many requests ended, and how.
 *
 * @param requests that ended, well or not
 * @param errors how many of each kind; kinds that did not occur are left out
 * @param outputTokens of the requests that succeeded
 * @param toldByUsage requests whose answer said how many tokens it has
 * @param toldByPieces requests of whose answer the pieces were counted
 * @param good requests that kept every term of the objective
 * @param kept for each term of the objective, how many requests kept it; empty without one
 */
public record Counts(
        long requests,
        Map<ErrorType, Long> errors,
        long outputTokens,
        long toldByUsage,
        long toldByPieces,
        long good,
        List<Long> kept) {
    public static final Counts NONE = new Counts(0, Map.of(), 0, 0, 0, 0, List.of());

    private static final Set<String> FIELDS =
            Set.of("requests", "errors", "output_tokens", "told_by_usage", "told_by_pieces", "good", "kept");

    public Counts {
        Map<ErrorType, Long> ordered = new EnumMap<>(ErrorType.class);
        ordered.putAll(errors);
        errors = Collections.unmodifiableMap(ordered);
        kept = List.copyOf(kept);
    }

    long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    long succeeded() {
        return requests - failed();
    }

    /** Without those that the end of the run cut short, which say nothing of the server. */
    long judged() {
        return requests - errors.getOrDefault(ErrorType.CANCELLED, 0L);
    }

    /** Of that kind; of all but the cancelled ones for null. */
    long errors(ErrorType kind) {
        return kind == null ? failed() - errors.getOrDefault(ErrorType.CANCELLED, 0L) : errors.getOrDefault(kind, 0L);
    }

    /** Whether any answer told or streamed its tokens. */
    boolean toldTokens() {
        return toldByUsage > 0 || toldByPieces > 0;
    }

    Counts plus(Counts other) {
        Map<ErrorType, Long> sum = new EnumMap<>(ErrorType.class);
        sum.putAll(errors);
        other.errors.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return new Counts(
                requests + other.requests,
                sum,
                outputTokens + other.outputTokens,
                toldByUsage + other.toldByUsage,
                toldByPieces + other.toldByPieces,
                good + other.good,
                sum(kept, other.kept));
    }

    /** Of slices of one plan, so as long as each other; but one that measured nothing may have none. */
    private static List<Long> sum(List<Long> some, List<Long> others) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
            sum.add((i < some.size() ? some.get(i) : 0) + (i < others.size() ? others.get(i) : 0));
        }
        return sum;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("requests", requests)
                .put("errors", kinds(errors))
                .put("output_tokens", outputTokens)
                .put("told_by_usage", toldByUsage)
                .put("told_by_pieces", toldByPieces)
                .put("good", good)
                .put("kept", new JsonArray(new ArrayList<>(kept)));
    }

    static JsonObject kinds(Map<ErrorType, Long> errors) {
        JsonObject kinds = new JsonObject();
        errors.forEach((kind, count) -> kinds.put(kind.word(), count));
        return kinds;
    }

    static Counts fromJson(JsonFields json) {
        json.refuseUnknown(FIELDS);
        return new Counts(
                number(json, "requests"),
                errorsOf(json.inner("errors")),
                number(json, "output_tokens"),
                number(json, "told_by_usage"),
                number(json, "told_by_pieces"),
                number(json, "good"),
                keptOf(json));
    }

    private static Map<ErrorType, Long> errorsOf(JsonFields json) {
        Map<ErrorType, Long> errors = new EnumMap<>(ErrorType.class);
        json.refuseUnknown(ErrorType.words());
        for (ErrorType kind : ErrorType.values()) {
            if (json.has(kind.word())) {
                errors.put(kind, number(json, kind.word()));
            }
        }
        return errors;
    }

    private static List<Long> keptOf(JsonFields json) {
        List<Long> kept = new ArrayList<>();
        for (Object count : json.list("kept")) {
            if (!(count instanceof Number number) || number.longValue() < 0 || kept.size() == Slo.MOST_TERMS) {
                throw json.refused("kept", "a count for each term of the objective");
            }
            kept.add(number.longValue());
        }
        return kept;
    }

    /** So many that sums of them stay within range. */
    static long number(JsonFields json, String name) {
        return json.number(name, 0, 1L << 53).orElseThrow(() -> json.refused(name, "a count"));
    }
}

package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run says of itself, beside what it measured.
 *
 * @param peakInFlight of several clients together at most this, for their peaks need not have been at the same time
 * @param warmupRequests that ended and count in no figure
 * @param resultsNotKept requests whose answer is not among the results
 * @param pace how requests were sent
 * @param client what it had to do
 * @param abortedBecause the condition that ended the run before its time; null: none did
 * @param invalidBecause why the figures say more about the client than about the server; empty: they are valid
 */
public record Circumstances(
        int peakInFlight,
        int concurrent,
        long warmupRequests,
        long resultsNotKept,
        boolean cancelled,
        String abortedBecause,
        Pace pace,
        Client client,
        List<String> invalidBecause) {
    public static final Circumstances NONE =
            new Circumstances(0, 0, 0, 0, false, null, Pace.NONE, Client.NONE, List.of());

    private static final int MOST_REASONS = 1000;
    private static final Set<String> FIELDS = Set.of(
            "peak_in_flight",
            "concurrent",
            "warmup_requests",
            "results_not_kept",
            "cancelled",
            "aborted_because",
            "pace",
            "client",
            "invalid_because");

    public Circumstances {
        invalidBecause = List.copyOf(invalidBecause);
    }

    Circumstances withoutResults(long more) {
        return new Circumstances(
                peakInFlight,
                concurrent,
                warmupRequests,
                resultsNotKept + more,
                cancelled,
                abortedBecause,
                pace,
                client,
                invalidBecause);
    }

    /** Of clients at the same time: what spoils the figures of one spoils those of all. */
    Circumstances and(Circumstances other) {
        Set<String> reasons = new LinkedHashSet<>(invalidBecause);
        reasons.addAll(other.invalidBecause);
        return new Circumstances(
                (int) Math.min(Integer.MAX_VALUE, (long) peakInFlight + other.peakInFlight),
                (int) Math.min(Integer.MAX_VALUE, (long) concurrent + other.concurrent),
                warmupRequests + other.warmupRequests,
                resultsNotKept + other.resultsNotKept,
                cancelled || other.cancelled,
                abortedBecause == null ? other.abortedBecause : abortedBecause,
                pace.and(other.pace),
                client.and(other.client),
                reasons.stream().limit(MOST_REASONS).toList());
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("peak_in_flight", peakInFlight)
                .put("concurrent", concurrent)
                .put("warmup_requests", warmupRequests)
                .put("results_not_kept", resultsNotKept)
                .put("cancelled", cancelled)
                .put("aborted_because", abortedBecause)
                .put("pace", pace.toJson())
                .put("client", client.toJson())
                .put("invalid_because", new JsonArray(new ArrayList<>(invalidBecause)));
    }

    static Circumstances fromJson(JsonFields json) {
        json.refuseUnknown(FIELDS);
        return new Circumstances(
                (int) Math.min(Integer.MAX_VALUE, Counts.number(json, "peak_in_flight")),
                (int) Math.min(Integer.MAX_VALUE, Counts.number(json, "concurrent")),
                Counts.number(json, "warmup_requests"),
                Counts.number(json, "results_not_kept"),
                json.flag("cancelled", false),
                json.text("aborted_because", null),
                Pace.fromJson(json.inner("pace")),
                Client.fromJson(json.inner("client")),
                reasonsOf(json));
    }

    private static List<String> reasonsOf(JsonFields json) {
        List<String> reasons = new ArrayList<>();
        for (Object reason : json.list("invalid_because")) {
            if (!(reason instanceof String text) || reasons.size() == MOST_REASONS) {
                throw json.refused("invalid_because", "at most " + MOST_REASONS + " texts");
            }
            reasons.add(text);
        }
        return reasons;
    }
}

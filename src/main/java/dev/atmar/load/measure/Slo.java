package dev.atmar.load.measure;

import dev.atmar.http.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * A service level objective: what a request has to keep to be a good one, e.g. {@code ttft<2s,p99<20s}. It is good when
 * it succeeds and is below the time of every term; {@code pNN} says which share of the requests have to be below that
 * of the response time, and is met or not for the run.
 */
public record Slo(String text, List<SloTerm> terms) {
    static final int MOST_TERMS = 20;

    public Slo {
        terms = List.copyOf(terms);
    }

    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws ApiException 400 when it is no such list
     */
    public static Slo parse(String field, String text) {
        List<SloTerm> terms = new ArrayList<>();
        for (String term : text.split(",", -1)) {
            if (terms.size() == MOST_TERMS) {
                throw ApiException.badRequest(field, "too many terms (expected: at most " + MOST_TERMS + ")");
            }
            terms.add(SloTerm.parse(field, term.strip()));
        }
        return new Slo(text, terms);
    }
}

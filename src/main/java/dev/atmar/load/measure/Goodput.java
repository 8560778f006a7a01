package dev.atmar.load.measure;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How well a run kept its objective. A request that failed keeps nothing; those that the end of the run cut short are
 * left out.
 *
 * @param good requests that kept every term
 * @param share of the requests that were good; null when none ended
 * @param rate good requests per second
 * @param met whether every term was: of one with a percentile by as many requests as it says, of another by all
 */
public record Goodput(String text, long good, Double share, double rate, boolean met, List<Term> terms) {
    /**
     * One term, and what came of it.
     *
     * @param millis what the share of the requests that it is for was below, the slowest where it is for all; null when
     *     fewer than that have such a time
     * @param share of the requests that kept it; null when none ended
     * @param met whether enough of them kept it
     */
    public record Term(String text, Double millis, Double share, boolean met) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("term", text)
                    .put("value_ms", millis)
                    .put("share", share)
                    .put("met", met);
        }
    }

    static Goodput of(Slo slo, Measurements measured) {
        Counts counts = measured.counts();
        List<Term> terms = new ArrayList<>();
        boolean met = true;
        for (int i = 0; i < slo.terms().size(); i++) {
            SloTerm wanted = slo.terms().get(i);
            long kept = i < counts.kept().size() ? counts.kept().get(i) : 0;
            Term term = term(wanted, kept, measured);
            terms.add(term);
            met &= term.met();
        }
        return new Goodput(
                slo.text(),
                counts.good(),
                share(counts.good(), counts.judged()),
                Summary.rate(counts.good(), measured.elapsedMillis()),
                met,
                List.copyOf(terms));
    }

    private static Term term(SloTerm wanted, long kept, Measurements measured) {
        long judged = measured.counts().judged();
        long enough = (long) Math.ceil(wanted.share() / 100 * judged - 1e-9);
        Histogram times = measured.of(wanted.measure());
        long rank = Math.max(1, enough);
        Double millis = judged == 0 || rank > times.getTotalCount()
                ? null
                : Double.valueOf(Latency.millis(times.getValueAtPercentile(100.0 * rank / times.getTotalCount())));
        return new Term(wanted.text(), millis, share(kept, judged), judged > 0 && kept >= enough);
    }

    static Double share(long part, long whole) {
        return whole == 0 ? null : Double.valueOf(Math.round(part * 1e6 / whole) / 1e6);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("text", text)
                .put("good", good)
                .put("share", share)
                .put("rate", rate)
                .put("met", met)
                .put("terms", new JsonArray(terms.stream().map(Term::toJson).toList()));
    }
}

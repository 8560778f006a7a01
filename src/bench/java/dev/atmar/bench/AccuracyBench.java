package dev.atmar.bench;

import dev.atmar.bench.exact.Attempt;
import dev.atmar.bench.exact.Figure;
import dev.atmar.bench.exact.KolmogorovSmirnov;
import dev.atmar.bench.exact.PoissonArrivals;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accuracy}: what {@code load} says, against what is true. */
@Command(
        name = "accuracy",
        description =
                "What load says of servers whose latency is known exactly: constant, by rank, a stall, a capacity; "
                        + "beside it what the server's own clock says, and how late this machine let a thread go on.")
final class AccuracyBench extends BenchCommand {
    /** Of a run that only goes through everything. */
    private static final double SHRUNK = 40;

    @Option(names = "--only", paramLabel = "TEXT", description = "the cases whose names contain this")
    private String only = "";

    @Option(names = "--tries", description = "of a case, until its figures are true or it was quiet (default: 3)")
    private Integer tries;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        LoadProcess load = new LoadProcess(scratch, java());
        Table table = new Table(
                "case",
                "figure",
                "true ms",
                "load ms",
                "off",
                "allowed",
                "server ms",
                "service p99",
                "lag p99",
                "verdict");
        JsonArray rows = new JsonArray();
        for (AccuracyCase one : cases()) {
            Attempt attempt = settled(one, load);
            one.figures().forEach(figure -> add(table, one, figure, attempt));
            if (one.poisson() > 0) {
                addArrivals(table, one, attempt);
            }
            rows.add(row(one, attempt));
        }
        System.out.printf("%nload as a process, against a server of known latency in another%n%n%s%n", table);
        report.put("accuracy", new JsonObject().put("rows", rows));
    }

    private List<AccuracyCase> cases() {
        List<AccuracyCase> cases = isShort() ? new AccuracyCases(SHRUNK).few() : new AccuracyCases(1).all();
        return cases.stream().filter(one -> one.name().contains(only)).toList();
    }

    /** What a machine that is not quiet spoils says nothing of the client: it is measured again. */
    private Attempt settled(AccuracyCase one, LoadProcess load) throws Exception {
        int most = chosen(tries, 3, 1);
        for (int made = 1; ; made++) {
            progress("%s: %d of at most %d", one.name(), made, most);
            Attempt attempt = one.run(load);
            boolean met = one.figures().stream().allMatch(figure -> figure.isMetBy(attempt));
            if (met || attempt.wasQuiet() || made == most) {
                return attempt;
            }
        }
    }

    private static void add(Table table, AccuracyCase one, Figure figure, Attempt attempt) {
        double measured = figure.measured(attempt);
        table.row(
                one.name(),
                figure.times().replace("_ms", " ") + figure.percentile(),
                Table.fixed(figure.expected(), 1),
                Table.fixed(measured, 2),
                String.format(Locale.ROOT, "%+.2f %%", 100 * (measured / figure.expected() - 1)),
                Table.fixed(figure.allowed(), 1) + " ms",
                Table.fixed(figure.served(attempt), 2),
                Table.fixed(percentile(attempt, "service_ms"), 2),
                Table.fixed(percentile(attempt, "send_lag_ms"), 2),
                verdict(figure.isMetBy(attempt), attempt));
    }

    private static double percentile(Attempt attempt, String times) {
        Double measured = attempt.summary().getJsonObject(times).getDouble("p99");
        return measured == null ? Double.NaN : measured;
    }

    private static String verdict(boolean met, Attempt attempt) {
        String valid = attempt.summary().getBoolean("valid") ? "" : ", INVALID";
        String isTrue = attempt.wasQuiet() ? "FALSE" : "not quiet";
        return (met ? "true" : isTrue) + valid;
    }

    private static void addArrivals(Table table, AccuracyCase one, Attempt attempt) {
        PoissonArrivals arrivals = new PoissonArrivals(one.poisson());
        KolmogorovSmirnov test = arrivals.test(attempt);
        table.row(
                one.name(),
                "KS of the gaps",
                Table.NOTHING,
                Table.fixed(test.distance(), 4),
                Table.NOTHING,
                Table.fixed(test.allowed(), 4),
                Table.NOTHING,
                Table.NOTHING,
                Table.NOTHING,
                verdict(test.passes(), attempt));
    }

    private static JsonObject row(AccuracyCase one, Attempt attempt) {
        JsonArray figures = new JsonArray();
        one.figures()
                .forEach(figure -> figures.add(new JsonObject()
                        .put("figure", figure.times() + "." + figure.percentile())
                        .put("true_ms", figure.expected())
                        .put("measured_ms", figure.measured(attempt))
                        .put("allowed_ms", figure.allowed())
                        .put("server_ms", figure.served(attempt))
                        .put("met", figure.isMetBy(attempt))));
        return new JsonObject()
                .put("case", one.name())
                .put("options", new JsonArray(one.options()))
                .put("figures", figures)
                .put("server_rate", attempt.server().rate())
                .put("machine_late_p99_ms", attempt.machine().p99())
                .put("machine_late_max_ms", attempt.machine().max())
                .put("summary", attempt.summary());
    }
}

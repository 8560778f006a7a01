package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** wrk against each peer in turn, so many rounds for each size and number of connections. */
final class ClosedRounds {
    private final Scratch scratch;
    private final List<Peer> peers;
    private final double seconds;
    private final int rounds;
    private final JsonArray rows = new JsonArray();

    ClosedRounds(Scratch scratch, List<Peer> peers, double seconds, int rounds) {
        this.scratch = scratch;
        this.peers = peers;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    void run(List<Size> sizes, List<Integer> connections, Peer direct, JsonObject report)
            throws IOException, InterruptedException {
        System.out.printf(
                "Closed model (wrk: a connection's next request waits for its answer), medians of %d x %s s in turn;%n"
                        + "nginx with one worker, HAProxy with one thread, both without any log; CPU is that of all of a"
                        + " relay's processes%n%n",
                rounds, Table.fixed(seconds, 1));
        for (Size size : sizes) {
            for (int count : connections) {
                List<Peer> all = new ArrayList<>(peers);
                if (count == 1) {
                    all.add(0, direct);
                }
                print(size, count, inTurn(size, count, all));
            }
        }
        report.put(
                "closed",
                new JsonObject().put("rounds", rounds).put("seconds", seconds).put("rows", rows));
    }

    private Map<Peer, List<Cost>> inTurn(Size size, int connections, List<Peer> all)
            throws IOException, InterruptedException {
        Map<Peer, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Peer peer : all) {
                BenchCommand.progress("%s, %d connections, round %d: %s", size.text(), connections, round, peer.name());
                Path body = scratch.write("body.json", peer.bodies().of(Bodies.question(size.question())));
                Cost cost = Cost.of(scratch, peer, body, connections, seconds);
                checkAnswers(peer, size, cost.wrk());
                costs.computeIfAbsent(peer, key -> new ArrayList<>()).add(cost);
            }
        }
        return costs;
    }

    /** A relay that gave something shorter would look fast. */
    private static void checkAnswers(Peer peer, Size size, Wrk wrk) {
        if (wrk.requests() == 0 || wrk.bytes() / wrk.requests() < size.answer()) {
            throw new IllegalStateException(peer.name() + " did not answer what it was asked: " + wrk);
        }
    }

    private void print(Size size, int connections, Map<Peer, List<Cost>> costs) {
        System.out.printf("%s, connections: %d%n", size.text(), connections);
        Table table = new Table(ClosedRow.columns(connections == 1));
        List<ClosedRow> all = ClosedRow.of(size, connections, costs);
        all.forEach(row -> table.row(row.cells()));
        all.forEach(row -> rows.add(row.toJson()));
        System.out.println(table);
    }

    /** Of question and answer. */
    enum Size {
        SMALL("small bodies (0.3 KB, answer 1.2 KB)", 200, Bodies.SMALL_TEXT),
        LARGE("64 KB bodies both ways", Bodies.LARGE_TEXT, Bodies.LARGE_TEXT);

        private final String text;
        private final int question;
        private final int answer;

        Size(String text, int question, int answer) {
            this.text = text;
            this.question = question;
            this.answer = answer;
        }

        String text() {
            return text;
        }

        int question() {
            return question;
        }

        int answer() {
            return answer;
        }
    }
}

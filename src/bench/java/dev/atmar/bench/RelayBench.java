package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relay}: what it costs to pass one request on. */
@Command(
        name = "relay",
        description =
                "Requests a second, times, CPU a request and peak memory of nginx, HAProxy and atmar in front of nginx, in turn, "
                        + "at a number of connections, with small bodies and 64 KB both ways; then times at a fixed rate.")
final class RelayBench extends BenchCommand {
    @Option(names = "--connections", split = ",", description = "of the caller (default: 1,30,300)")
    private List<Integer> connections;

    @Option(names = "--bodies", split = ",", description = "small, large (default: both)")
    private List<ClosedRounds.Size> bodies;

    @Option(names = "--seconds", description = "of each measurement (default: 5)")
    private Double seconds;

    @Option(names = "--rounds", description = "in turn; medians are shown (default: 3)")
    private Integer rounds;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "of each of atmar's routes (default: 20)")
    private Double warmUp;

    @Option(names = "--rate", description = "requests a second of the open model (default: 5000; 0: leave it out)")
    private Integer rate;

    @Option(names = "--open-connections", description = "of the open model (default: 300)")
    private Integer openConnections;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        List<Integer> counts = chosen(connections, List.of(1, 30, 300), List.of(1));
        int openCount = chosen(openConnections, 300, 20);
        int most = Math.max(
                openCount, counts.stream().mapToInt(count -> count).max().orElse(1));

        int upstream = Ports.free();
        Nginx.upstream(scratch, upstream, 4 * most + 512);
        List<Peer> peers = peers(scratch, upstream, most);

        scratch.awaitListening();

        WarmUp.of(scratch, peers, chosen(warmUp, 20.0, 0.5), Math.min(30, most), report);
        new ClosedRounds(scratch, peers, chosen(seconds, 5.0, 0.4), chosen(rounds, 3, 1))
                .run(
                        bodies == null ? List.of(ClosedRounds.Size.values()) : bodies,
                        counts,
                        Peer.direct(upstream),
                        report);
        int perSecond = chosen(rate, 5000, 500);
        if (perSecond > 0) {
            new OpenRounds(scratch, peers, chosen(seconds, 5.0, 0.4), chosen(rounds, 3, 1))
                    .run(perSecond, openCount, report);
        }
    }

    private List<Peer> peers(Scratch scratch, int upstream, int most) throws IOException {
        int nginx = Ports.free();
        Child asNginx = Nginx.proxy(scratch, nginx, upstream, most, "");
        int haProxy = Ports.free();
        Child asHaProxy = HaProxy.start(scratch, haProxy, upstream, most, false);
        int atmar = Ports.free();
        Child asAtmar = AtmarServe.start(scratch, "atmar", atmar, upstream, java(), new JsonObject(), new JsonObject());
        return List.of(
                Peer.relay("nginx", nginx, asNginx),
                Peer.relay("HAProxy", haProxy, asHaProxy),
                Peer.relay("atmar /v1", atmar, asAtmar),
                Peer.posting("atmar /atmar/", atmar, upstream, asAtmar));
    }
}

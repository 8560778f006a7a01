package dev.atmar.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A run of wrk against a peer, and what it cost the peer's processes.
 *
 * @param cpuMicros user and system, for each request
 */
record Cost(Wrk wrk, double cpuMicros, long peakBytes) {
    static Cost of(Scratch scratch, Peer peer, Path body, int connections, double seconds)
            throws IOException, InterruptedException {
        scratch.emptyAccessLogs();
        peer.forgetPeak();
        Usage before = peer.usage();
        Wrk wrk = Wrk.run(scratch, peer.url(), body, connections, seconds);
        Usage after = peer.usage();
        double cpu = after.cpuSeconds() - before.cpuSeconds();
        return new Cost(wrk, cpu * 1e6 / Math.max(1, wrk.requests()), after.peakBytes());
    }

    static double micros(Scratch scratch, Peer peer, Path body, int connections, double seconds)
            throws IOException, InterruptedException {
        return of(scratch, peer, body, connections, seconds).cpuMicros();
    }
}

package dev.atmar.bench;

import java.io.IOException;
import java.util.List;

/** HAProxy with one thread and no log, as one of the relays. */
final class HaProxy {
    private static final String CONFIGURATION = """
            global
              nbthread 1
              maxconn %3$d
              tune.h2.max-concurrent-streams 200
            defaults
              mode http
              timeout connect 60s
              timeout client 600s
              timeout server 600s
              timeout http-keep-alive 600s
              http-reuse always
              option http-no-delay
            frontend callers
              bind 127.0.0.1:%1$d backlog 4096 %4$s
              default_backend peer
            backend peer
              server peer 127.0.0.1:%2$d %4$s
            """;

    private HaProxy() {}

    /**
     * @param http2 spoken on both sides, without TLS and without asking
     */
    static Child start(Scratch scratch, int port, int upstream, int connections, boolean http2) throws IOException {
        String text = String.format(CONFIGURATION, port, upstream, connections + 32, http2 ? "proto h2" : "");
        String file = scratch.write("haproxy.conf", text).toString();
        return Child.start(scratch, "haproxy", List.of("haproxy", "-db", "-f", file))
                .listeningOn(port);
    }
}

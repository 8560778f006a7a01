package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * The relays, told to take as many calls as there will be. Each has an upstream of its own: the connections that one
 * keeps open after its turn would be among the open files that another one's upstream may have.
 *
 * @param most calls at once
 * @param java more options of atmar's JVM
 */
record SlowPeers(Scratch scratch, int most, List<String> java) {
    /** Each of atmar's routes by a process of its own, so that memory is that of one. */
    List<Peer> overHttp1() throws IOException {
        int nginx = Ports.free();
        Child asNginx = Nginx.proxy(scratch, nginx, upstream(), most, "");
        Peer haProxy = haProxy(false);
        int posting = Ports.free();
        int upstream = upstream();
        Child asPosting =
                AtmarServe.start(scratch, "atmar-posting", posting, upstream, java, new JsonObject(), relay());
        return List.of(
                Peer.direct(upstream()),
                Peer.relay("nginx", nginx, asNginx),
                haProxy,
                chat(new JsonObject()),
                Peer.posting("atmar /atmar/", posting, upstream, asPosting));
    }

    /** nginx has no HTTP/2 to its upstreams, and a URL that a caller gives is called over HTTP/1.1. */
    List<Peer> overHttp2() throws IOException {
        return List.of(Peer.direct(upstream()), haProxy(true), chat(new JsonObject().put("http", "2")));
    }

    private Peer haProxy(boolean http2) throws IOException {
        int port = Ports.free();
        int connections = http2 ? 2000 : most;
        return Peer.relay("HAProxy", port, HaProxy.start(scratch, port, upstream(), connections, http2));
    }

    private Peer chat(JsonObject account) throws IOException {
        int port = Ports.free();
        JsonObject limited = account.put("limit", most + 1000);
        return Peer.relay(
                "atmar /v1", port, AtmarServe.start(scratch, "atmar-chat", port, upstream(), java, limited, relay()));
    }

    private int upstream() throws IOException {
        int port = Ports.free();
        UpstreamCommand.start(scratch, port);
        return port;
    }

    private JsonObject relay() {
        return new JsonObject()
                .put("max_requests", 2 * most + 1000)
                .put("queue_requests", 2 * most + 1000)
                .put("targets", new JsonObject().put("max_in_flight", 2 * most + 1000));
    }
}

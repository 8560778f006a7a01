package dev.atmar.bench;

import java.io.IOException;
import java.util.List;

/**
 * One of those that are compared.
 *
 * @param url where its calls go
 * @param bodies how it wants a chat request to be written
 * @param process null where the upstream is called directly
 */
record Peer(String name, String url, Bodies.Form bodies, Child process) {
    private static final String CHAT = "/v1/chat/completions";

    /** The upstream itself, with nothing between. */
    static Peer direct(int port) {
        return new Peer("direct", "http://127.0.0.1:" + port + CHAT, Bodies.Form.CHAT, null);
    }

    /** A relay that passes any path on. */
    static Peer relay(String name, int port, Child process) {
        return new Peer(name, "http://127.0.0.1:" + port + CHAT, Bodies.Form.CHAT, process);
    }

    /** atmar's route that takes the upstream's URL from the request. */
    static Peer posting(String name, int port, int upstream, Child process) {
        Bodies.Form form = Bodies.Form.posted("http://127.0.0.1:" + upstream + CHAT);
        return new Peer(name, "http://127.0.0.1:" + port + "/atmar/", form, process);
    }

    boolean isRelay() {
        return process != null;
    }

    Usage usage() throws IOException {
        return Usage.of(pids());
    }

    void forgetPeak() throws IOException {
        Usage.forgetPeak(pids());
    }

    private List<Long> pids() {
        return isRelay() ? process.pids() : List.of();
    }
}

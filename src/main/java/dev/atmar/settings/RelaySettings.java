package dev.atmar.settings;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The relay. Times are in milliseconds.
 *
 * @param port 0 lets the system choose
 * @param instances event loops that serve; 0: one per core
 * @param open whether it may listen beyond loopback without {@code tokens}
 * @param callerKeys whether a caller's own upstream key is used
 * @param tls certificate and key files; null: plain text
 * @param requestMs from a request's head to the end of its body
 * @param connectMs to a connection to the upstream, the wait for a free one included
 * @param firstByteMs from sending to the first byte of the answer
 * @param idleMs between any two bytes of the answer; also how long a caller may leave it unread
 * @param progressMs between two bytes that are neither blank nor, in an event stream, of a comment
 * @param totalMs for one call as a whole
 * @param maxConnections to one upstream host, by all instances together, each of which has its part; at least
 *     as many calls more may wait for a connection, and then 503 is answered
 * @param queueRequests calls that may wait for one account
 * @param queueMs the longest wait for an account
 * @param maxBodyBytes of a request
 * @param maxAnswerBytes of an answer that is read whole (chat content; the array form of {@code /atmar/}, in all)
 * @param maxGather calls in one array of {@code /atmar/}
 * @param drainMs how long stopping waits for calls in flight
 */
public record RelaySettings(
        String host,
        int port,
        int instances,
        Deepseek deepseek,
        List<AccountSettings> accounts,
        Targets targets,
        List<Token> tokens,
        boolean open,
        boolean callerKeys,
        Tls tls,
        long requestMs,
        long connectMs,
        long firstByteMs,
        long idleMs,
        long progressMs,
        long totalMs,
        int maxConnections,
        int queueRequests,
        long queueMs,
        int maxBodyBytes,
        int maxAnswerBytes,
        int maxGather,
        long drainMs) {
    /**
     * @throws SettingsException when a value is missing or out of its range
     */
    public RelaySettings {
        Check.text("host", host);
        Check.port("port", port);
        Check.between("instances", instances, 0, 1024);
        Check.present("deepseek", deepseek, "an object");
        accounts = List.copyOf(Check.present("accounts", accounts, "a list"));
        Check.present("targets", targets, "an object");
        tokens = List.copyOf(Check.present("tokens", tokens, "a list"));
        Check.millis("request_ms", requestMs);
        Check.millis("connect_ms", connectMs);
        Check.millis("first_byte_ms", firstByteMs);
        Check.millis("idle_ms", idleMs);
        Check.millis("progress_ms", progressMs);
        Check.millis("total_ms", totalMs);
        Check.between("max_connections", maxConnections, 1, 1_000_000);
        Check.between("queue_requests", queueRequests, 0, 10_000_000);
        Check.millis("queue_ms", queueMs);
        Check.between("max_body_bytes", maxBodyBytes, 1, 1 << 30);
        Check.between("max_answer_bytes", maxAnswerBytes, 1, 1 << 30);
        Check.between("max_gather", maxGather, 1, 1_000_000);
        Check.between("drain_ms", drainMs, 0, 600_000);
    }

    /**
     * The synchronous baseline.
     *
     * @param url base URL that {@code /deepseek/} calls
     * @param pool blocking calls at once
     */
    public record Deepseek(String url, int pool) {
        /**
         * @throws SettingsException when a value is missing or out of its range
         */
        public Deepseek {
            url = BaseUrl.check("url", url);
            Check.between("pool", pool, 1, 10_000);
        }
    }

    /**
     * Where callers' URLs may point.
     *
     * @param allow CIDR ranges, host names or {@code *.suffix}, each with an optional {@code :port}
     * @param maxInFlight calls of {@code /atmar/} at once
     */
    public record Targets(List<String> allow, int maxInFlight) {
        /**
         * @throws SettingsException when a value is missing or out of its range
         */
        public Targets {
            allow = List.copyOf(Check.present("allow", allow, "a list"));
            Check.between("max_in_flight", maxInFlight, 1, 1_000_000);
        }
    }

    /**
     * Who may call.
     *
     * @param name of the caller, for logs and metrics
     * @param token what its requests carry as a bearer
     */
    public record Token(String name, Secret token) {
        /**
         * @throws SettingsException when a value is missing
         */
        public Token {
            Check.text("name", name);
            Check.present("token", token, "env:NAME, file:PATH or the token");
        }
    }

    /**
     * PEM files of the server.
     *
     * @param cert path of the certificate chain
     * @param key path of the private key
     */
    public record Tls(String cert, String key) {
        /**
         * @throws SettingsException when a path is missing
         */
        public Tls {
            Check.text("cert", cert);
            Check.text("key", key);
        }
    }

    /**
     * The same on loopback, at another port.
     *
     * @param newPort 0 lets the system choose
     */
    public RelaySettings onLoopback(int newPort) {
        return new RelaySettings(
                "127.0.0.1",
                newPort,
                instances,
                deepseek,
                accounts,
                targets,
                tokens,
                open,
                callerKeys,
                tls,
                requestMs,
                connectMs,
                firstByteMs,
                idleMs,
                progressMs,
                totalMs,
                maxConnections,
                queueRequests,
                queueMs,
                maxBodyBytes,
                maxAnswerBytes,
                maxGather,
                drainMs);
    }

    /**
     * The defaults with some keys changed, e.g. {@code {"port": 9000}}.
     *
     * @throws SettingsException for an unknown key, a wrong type or a value out of range
     */
    public static RelaySettings of(JsonObject changes) {
        return SettingsReader.section("relay", changes, RelaySettings.class);
    }
}

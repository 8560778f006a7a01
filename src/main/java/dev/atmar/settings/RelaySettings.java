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
 * @param requestMs from a request's head to the end of its body; also from a connection's opening to its first request
 * @param maxRequests at once, over HTTP and the event bus, by all instances together, each of which has its part; 503
 *     beyond
 * @param connectMs to a connection to the upstream, the wait for a free one included
 * @param firstByteMs from sending to the first byte of the answer
 * @param idleMs between any two bytes of the answer; also how long a caller may leave it unread, and its
 *     connection without a request
 * @param progressMs between two bytes that are neither blank nor, in an event stream, of a comment
 * @param totalMs for one call as a whole
 * @param maxConnections to one upstream host, by all instances together, each of which has its part; at least
 *     as many calls more may wait for a connection, and then 503 is answered
 * @param queueRequests calls that may wait for one account
 * @param queueBytes of the bodies of calls that wait for one account
 * @param queueMs the longest wait for an account
 * @param retry how often, and for how many of its calls, an account's failures are tried again
 * @param benchMs how long a bad key, or an account without balance, rests before it is tried again; each failed trial
 *     doubles the rest, up to an hour
 * @param callerAccounts how many accounts of callers' own keys are remembered while nothing of theirs is in flight
 * @param maxBodyBytes of a request
 * @param maxAnswerBytes of an answer that is read whole (chat content; the array form of {@code /atmar/}, in all)
 * @param heldBytes of a chat completion that is passed on are held until it is known that it did not fail; what is
 *     longer goes out unjudged
 * @param maxLineBytes of one line of a chat's event stream
 * @param maxGather calls in one array of {@code /atmar/}
 * @param accessLog whether each request is one line of the logger {@code atmar.access}
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
        int maxRequests,
        long connectMs,
        long firstByteMs,
        long idleMs,
        long progressMs,
        long totalMs,
        int maxConnections,
        int queueRequests,
        long queueBytes,
        long queueMs,
        Retry retry,
        long benchMs,
        int callerAccounts,
        int maxBodyBytes,
        int maxAnswerBytes,
        int heldBytes,
        int maxLineBytes,
        int maxGather,
        boolean accessLog,
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
        Check.between("max_requests", maxRequests, 1, 1_000_000);
        Check.millis("connect_ms", connectMs);
        Check.millis("first_byte_ms", firstByteMs);
        Check.millis("idle_ms", idleMs);
        Check.millis("progress_ms", progressMs);
        Check.millis("total_ms", totalMs);
        Check.between("max_connections", maxConnections, 1, 1_000_000);
        Check.between("queue_requests", queueRequests, 0, 10_000_000);
        Check.between("queue_bytes", queueBytes, 0, 1L << 40);
        Check.millis("queue_ms", queueMs);
        Check.present("retry", retry, "an object");
        Check.millis("bench_ms", benchMs);
        Check.between("caller_accounts", callerAccounts, 1, 1_000_000);
        Check.between("max_body_bytes", maxBodyBytes, 1, 1 << 30);
        Check.between("max_answer_bytes", maxAnswerBytes, 1, 1 << 30);
        Check.between("held_bytes", heldBytes, 0, 1 << 30);
        Check.between("max_line_bytes", maxLineBytes, 1024, 1 << 30);
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
     * @param ports the only ones; none: any
     * @param maxInFlight calls of {@code /atmar/} at once
     */
    public record Targets(List<String> allow, List<Integer> ports, int maxInFlight) {
        /**
         * @throws SettingsException when a value is missing or out of its range
         */
        public Targets {
            allow = List.copyOf(Check.present("allow", allow, "a list"));
            ports = List.copyOf(Check.present("ports", ports, "a list of numbers"));
            ports.forEach(port -> Check.between("ports", port, 1, 65535));
            Check.between("max_in_flight", maxInFlight, 1, 1_000_000);
        }
    }

    /**
     * What is tried again, before the first delta has gone to the caller, when the upstream fails.
     *
     * @param times after the first, for one call
     * @param budgetPercent of an account's calls, so that retries cannot multiply an outage; ten more are always free
     */
    public record Retry(int times, int budgetPercent) {
        /**
         * @throws SettingsException when a value is out of its range
         */
        public Retry {
            Check.between("times", times, 0, 100);
            Check.between("budget_percent", budgetPercent, 0, 1000);
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
     * The same on loopback, at another port, and without a line for each request: for a relay inside a command.
     *
     * @param newPort 0 lets the system choose
     */
    public RelaySettings onLoopback(int newPort) {
        return with("127.0.0.1", newPort, queueBytes, maxAnswerBytes, false);
    }

    /** The same with other bounds of what is held in memory. */
    public RelaySettings holding(long newQueueBytes, int newMaxAnswerBytes) {
        return with(host, port, newQueueBytes, newMaxAnswerBytes, accessLog);
    }

    private RelaySettings with(
            String newHost, int newPort, long newQueueBytes, int newMaxAnswerBytes, boolean newAccessLog) {
        return new RelaySettings(
                newHost,
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
                maxRequests,
                connectMs,
                firstByteMs,
                idleMs,
                progressMs,
                totalMs,
                maxConnections,
                queueRequests,
                newQueueBytes,
                queueMs,
                retry,
                benchMs,
                callerAccounts,
                maxBodyBytes,
                newMaxAnswerBytes,
                heldBytes,
                maxLineBytes,
                maxGather,
                newAccessLog,
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

package dev.atmar.relay.watch;

import java.util.Map;
import java.util.Set;

/** The fixed set of names by which routes are logged and counted; whatever a caller makes up is {@link #UNKNOWN}. */
final class Routes {
    static final String UNKNOWN = "-";

    /** What a monitor asks for again and again; it would drown the rest. */
    private static final Set<String> UNWATCHED = Set.of("/health/live", "/health/ready", "/metrics");

    private static final Map<String, String> NAMES = Map.of(
            "/deepseek", "/deepseek/",
            "/a_deepseek", "/a_deepseek/",
            "/atmar", "/atmar/",
            "/v1/chat/completions", "/v1/chat/completions",
            "/chat/completions", "/v1/chat/completions",
            "/v1/models", "/v1/models",
            "/models", "/v1/models");

    private Routes() {}

    /**
     * @param path as the router sees it
     */
    static String name(String path) {
        return NAMES.getOrDefault(withoutLastSlash(path), UNKNOWN);
    }

    static boolean isWatched(String path) {
        return !UNWATCHED.contains(withoutLastSlash(path));
    }

    private static String withoutLastSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

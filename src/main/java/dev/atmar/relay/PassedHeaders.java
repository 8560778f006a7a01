package dev.atmar.relay;

import dev.atmar.http.RequestHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers that pass through {@code /v1}, whose caller and upstream know each other's. What belongs to one connection
 * stays on it (RFC 9110, 7.6.1). The upstream is not told who the caller is or from where it calls, nor any of its
 * credentials: the relay sets the one that is meant for it. The caller is not told what an upstream says for its own
 * host's name as a whole, to which it would believe the relay bound. How many there are, and how long, is bounded by the
 * connection they came on.
 */
final class PassedHeaders {
    private static final String REQUEST_ID = "x-request-id";

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "transfer-encoding");

    private static final Set<String> CALLERS_OWN = Set.of(
            "accept-encoding",
            "api-key",
            "authorization",
            "cf-connecting-ip",
            "cookie",
            "expect",
            "forwarded",
            "origin",
            "referer",
            "timeout_ms",
            "true-client-ip",
            "x-api-key",
            "x-client-ip",
            "x-real-ip",
            "x-upstream-key");

    private static final List<String> CALLERS_OWN_PREFIXES = List.of("proxy-", "sec-", "x-forwarded-");

    private static final Set<String> UPSTREAMS_OWN = Set.of(
            "alt-svc",
            "clear-site-data",
            "nel",
            "report-to",
            "reporting-endpoints",
            "set-cookie",
            "set-cookie2",
            "strict-transport-security",
            REQUEST_ID);

    private static final List<String> UPSTREAMS_OWN_PREFIXES = List.of("proxy-", "access-control-");

    private PassedHeaders() {}

    /** What of the caller's headers the upstream gets. */
    static MultiMap toUpstream(MultiMap callers) {
        MultiMap passed = MultiMap.caseInsensitiveMultiMap();
        pass(callers, passed, CALLERS_OWN, CALLERS_OWN_PREFIXES);
        return passed;
    }

    /**
     * What of the upstream's headers the caller gets, {@code server} and {@code date} included. The id of the answer is
     * the relay's; the upstream's has a name of its own.
     */
    static void toCaller(MultiMap upstreams, MultiMap callers) {
        pass(upstreams, callers, UPSTREAMS_OWN, UPSTREAMS_OWN_PREFIXES);
        for (String id : upstreams.getAll(REQUEST_ID)) {
            addSendable("x-upstream-request-id", id, callers);
        }
    }

    /** What {@link Passage} lets back. */
    static void fewToCaller(MultiMap upstreams, MultiMap callers) {
        for (CharSequence name : Passage.PASSED_ON) {
            upstreams.getAll(name).forEach(value -> callers.add(name, value));
        }
    }

    private static void pass(MultiMap from, MultiMap to, Set<String> withheld, List<String> withheldPrefixes) {
        Set<String> named = namedByConnection(from.getAll(HttpHeaders.CONNECTION));
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean stays = OF_THE_CONNECTION.contains(name) || named.contains(name) || withheld.contains(name);
            if (!stays && !startsWithAny(name, withheldPrefixes)) {
                addSendable(name, header.getValue(), to);
            }
        }
    }

    private static void addSendable(String name, String value, MultiMap to) {
        if (RequestHeaders.isSendable(name, value)) {
            to.add(name, value);
        }
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> namedByConnection(List<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}

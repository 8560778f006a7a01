package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Loopback;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On loopback everybody on the machine may call, but not every web page that its user's browser shows. A name of
 * somebody's own that resolves to loopback (DNS rebinding) is told by Host, a page from elsewhere by Origin and
 * Sec-Fetch-Site. What sends none of them is no browser.
 */
final class SameMachine implements Handler<RoutingContext> {
    private static final CharSequence FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:\\d{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("https?://" + HOST, Pattern.CASE_INSENSITIVE);

    /** The last Host that was found to be this machine's: most callers send the same one. */
    private String known;

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isHere(request)) {
            refuse(context, "foreign_host", "host: not this machine (expected: localhost, 127.0.0.1 or [::1])");
        } else if (isOfAnotherSite(request)) {
            refuse(context, "cross_site", "origin: a page of another site may not call this relay");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, String code, String message) {
        Answers.error(context.response(), ApiException.of(403, code, message));
    }

    /** HTTP/2 has {@code :authority}, and may have Host too; HTTP/1.0 may have none. */
    private boolean isHere(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        boolean alone = hosts.size() == 1 && request.version() != HttpVersion.HTTP_2;
        if (alone && hosts.get(0).equals(known)) {
            return true;
        }
        HostAndPort authority = request.authority();
        boolean here = (authority == null || Loopback.isHost(authority.host()))
                && hosts.stream().allMatch(host -> isLoopback(HOST, host));
        known = here && alone ? hosts.get(0) : known;
        return here;
    }

    /** {@code null} is the origin of a page that hides where it is from. */
    private static boolean isOfAnotherSite(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return headers.contains(HttpHeaders.ORIGIN)
                        && !headers.getAll(HttpHeaders.ORIGIN).stream().allMatch(origin -> isLoopback(ORIGIN, origin))
                || headers.contains(FETCH_SITE)
                        && headers.getAll(FETCH_SITE).stream().anyMatch("cross-site"::equalsIgnoreCase);
    }

    private static boolean isLoopback(Pattern form, String value) {
        Matcher matcher = form.matcher(value);
        return matcher.matches() && Loopback.isHost(matcher.group(1));
    }
}

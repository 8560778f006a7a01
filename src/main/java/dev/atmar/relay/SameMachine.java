package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.ApiException;
import dev.atmar.http.Loopback;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On loopback everybody on the machine may call, but not every web page that its user's browser shows. A name of
 * somebody's own that resolves to loopback (DNS rebinding) is told by Host, a page from elsewhere by Origin and
 * Sec-Fetch-Site. What sends none of them is no browser.
 */
final class SameMachine implements Handler<RoutingContext> {
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:\\d{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("https?://" + HOST, Pattern.CASE_INSENSITIVE);

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
    private static boolean isHere(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return (authority == null || Loopback.isHost(authority.host()))
                && request.headers().getAll(HttpHeaders.HOST).stream().allMatch(host -> isLoopback(HOST, host));
    }

    /** {@code null} is the origin of a page that hides where it is from. */
    private static boolean isOfAnotherSite(HttpServerRequest request) {
        return !request.headers().getAll(HttpHeaders.ORIGIN).stream().allMatch(origin -> isLoopback(ORIGIN, origin))
                || request.headers().getAll("sec-fetch-site").stream().anyMatch("cross-site"::equalsIgnoreCase);
    }

    private static boolean isLoopback(Pattern form, String value) {
        Matcher matcher = form.matcher(value);
        return matcher.matches() && Loopback.isHost(matcher.group(1));
    }
}

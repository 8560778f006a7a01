package dev.atmar.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a call over HTTP goes: an absolute URL of a caller's, taken apart.
 *
 * @param tls whether the scheme is https
 * @param host a name or an address; of IPv6 with its brackets
 * @param port 1 to 65535; the scheme's own where the URL has none
 * @param uri path and query, ASCII only; begins with a slash
 */
public record WebAddress(boolean tls, String host, int port, String uri) {
    private static final int LONGEST = 8192;

    /**
     * What is not ASCII in path and query is composed (NFC) and percent-encoded as UTF-8; nothing else is altered.
     *
     * @param field that held the URL, for the error
     * @throws ApiException 400 for anything but an absolute http or https URL without user info and fragment
     */
    public static WebAddress of(String field, String url) {
        if (url.length() > LONGEST) {
            throw ApiException.badRequest(field, "longer than " + LONGEST + " characters");
        }
        try {
            return of(field, new URI(new URI(url).toASCIIString()));
        } catch (URISyntaxException e) {
            throw ApiException.badRequest(field, "not a URL (expected: http://… or https://…)");
        }
    }

    private static WebAddress of(String field, URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        if (!tls && !"http".equalsIgnoreCase(url.getScheme())) {
            throw ApiException.badRequest(field, "not served (expected: http://… or https://…)");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw ApiException.badRequest(field, "user info or a fragment (expected: http://HOST[:PORT]/PATH)");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
            throw ApiException.badRequest(field, "no host, or no such port (expected: http://HOST[:PORT]/PATH)");
        }
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String uri = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        return new WebAddress(tls, url.getHost(), port(url, tls), uri);
    }

    private static int port(URI url, boolean tls) {
        return url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
    }

    /**
     * A request to this address; redirects are not followed.
     *
     * @param connectMillis bound of the wait for a connection, the client's own queue included
     */
    public RequestOptions toOptions(HttpMethod method, long connectMillis) {
        return new RequestOptions()
                .setMethod(method)
                .setSsl(tls)
                .setHost(host)
                .setPort(port)
                .setURI(uri)
                .setConnectTimeout(connectMillis)
                .setFollowRedirects(false);
    }
}

package dev.atmar.relay;

import dev.atmar.http.ApiException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * An address a call goes to, read from a caller's URL.
 *
 * @param ssl whether the scheme is https
 * @param uri path and query
 */
record Target(boolean ssl, String host, int port, String uri) {
    private static final int LONGEST = 8192;

    /**
     * @param field of the request, for the error
     * @throws ApiException 400 for anything but an absolute http or https URL without user info and fragment
     */
    static Target of(String field, String url) {
        if (url.length() > LONGEST) {
            throw ApiException.badRequest(field, "longer than " + LONGEST + " characters");
        }
        try {
            return of(field, new URI(url));
        } catch (URISyntaxException e) {
            throw ApiException.badRequest(field, "not a URL (expected: http://… or https://…)");
        }
    }

    private static Target of(String field, URI url) {
        boolean ssl = "https".equalsIgnoreCase(url.getScheme());
        if (!ssl && !"http".equalsIgnoreCase(url.getScheme())) {
            throw ApiException.badRequest(field, "not served (expected: http://… or https://…)");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
            throw ApiException.badRequest(field, "no host, or no such port (expected: http://HOST[:PORT]/PATH)");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw ApiException.badRequest(field, "user info or a fragment (expected: http://HOST[:PORT]/PATH)");
        }
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String uri = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        return new Target(ssl, url.getHost(), port(url, ssl), uri);
    }

    private static int port(URI url, boolean ssl) {
        return url.getPort() > 0 ? url.getPort() : ssl ? 443 : 80;
    }

    RequestOptions toPost(long connectMillis) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(ssl)
                .setHost(host)
                .setPort(port)
                .setURI(uri)
                .setConnectTimeout(connectMillis)
                .setFollowRedirects(false);
    }
}

package dev.atmar.load;

import dev.atmar.http.ApiException;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a task is sent: a web address, or one of the event bus. */
public sealed interface Target {
    /** {@code http://…} or {@code https://…}; {@code path} begins with a slash and holds the query too. */
    record Web(String url, String host, int port, boolean tls, String path) implements Target {}

    /** {@code bus:ADDRESS}. */
    record Bus(String address) implements Target {
        @Override
        public String url() {
            return BUS + address;
        }
    }

    /** The target as it was written. */
    String url();

    /** What precedes an address of the event bus. */
    String BUS = "bus:";

    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws ApiException 400 when the text is no address
     */
    static Target parse(String field, String url) {
        if (url.startsWith(BUS)) {
            return bus(field, url.substring(BUS.length()));
        }
        try {
            return web(field, url, new URI(url));
        } catch (URISyntaxException e) {
            throw refused(field, "not a URL");
        }
    }

    private static Target bus(String field, String address) {
        if (address.isBlank()) {
            throw refused(field, "an event-bus address without a name");
        }
        return new Bus(address);
    }

    private static Target web(String field, String url, URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw refused(field, "not a URL that can be called");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
            throw refused(field, "a URL without a valid host and port");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(field, "a URL with user info, which is not sent; use the plan's headers");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Web(url, uri.getHost(), port, tls, path(URI.create(uri.toASCIIString())));
    }

    private static String path(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static ApiException refused(String field, String complaint) {
        return ApiException.badRequest(field, complaint + " (expected: http://…, https://… or bus:ADDRESS)");
    }
}

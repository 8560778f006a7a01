package dev.atmar.relay.guard;

import dev.atmar.http.WebAddress;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;

/**
 * Where a call of the relay goes: an address that was let pass, and the very machine that it was found to be.
 *
 * @param address what the URL says; Host and the TLS name are its
 * @param machine the only address that is connected to; null where the name is the settings' own, and is resolved as
 *     it is connected to
 * @param http2 whether HTTP/2 is spoken there; over TLS, where it is offered
 */
public record Target(WebAddress address, SocketAddress machine, boolean http2) {
    /** A URL of the settings, which nobody guards the relay from. */
    public static Target trusted(WebAddress address) {
        return trusted(address, false);
    }

    /** The same, with the version that the settings say. */
    public static Target trusted(WebAddress address, boolean http2) {
        return new Target(address, null, http2);
    }

    static Target at(WebAddress address, InetAddress machine) {
        return new Target(address, SocketAddress.inetSocketAddress(address.port(), machine.getHostAddress()), false);
    }

    /**
     * A request to it; redirects are not followed.
     *
     * @param connectMillis bound of the wait for a connection, the client's own queue included
     */
    public RequestOptions toOptions(HttpMethod method, long connectMillis) {
        RequestOptions options = address.toOptions(method, connectMillis);
        return machine == null ? options : options.setServer(machine);
    }
}

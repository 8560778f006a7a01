package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** The certificate the relay shows its callers, where {@code relay.tls} names one. */
final class Certificates {
    private Certificates() {}

    /**
     * Reads the files once, so that a fault in them is a fault of the settings and not of the first caller.
     *
     * @throws SettingsException when they are not there, or are no PEM certificate and key that belong together
     */
    static void requireReadable(Vertx vertx, RelaySettings settings) {
        if (settings.tls() == null) {
            return;
        }
        try {
            options(settings).getKeyManagerFactory(vertx);
        } catch (Exception e) {
            throw new SettingsException(
                    "relay.tls",
                    "cert " + settings.tls().cert() + " and key "
                            + settings.tls().key()
                            + " cannot be used (expected: a certificate and its private key, readable, in PEM)");
        }
    }

    /** Serves TLS, with HTTP/2 for callers who want it. */
    static void apply(RelaySettings settings, HttpServerOptions server) {
        if (settings.tls() != null) {
            server.setSsl(true).setUseAlpn(true).setKeyCertOptions(options(settings));
        }
    }

    private static PemKeyCertOptions options(RelaySettings settings) {
        return new PemKeyCertOptions()
                .setCertPath(settings.tls().cert())
                .setKeyPath(settings.tls().key());
    }
}

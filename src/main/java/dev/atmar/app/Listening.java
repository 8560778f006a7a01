package dev.atmar.app;

import dev.atmar.settings.SettingsException;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;

/** Deploys a verticle that listens, and says which setting is at fault when it cannot. */
final class Listening {
    private Listening() {}

    /**
     * @param section of the settings that holds {@code host} and {@code port}
     */
    static Future<String> deploy(Vertx vertx, Deployable verticle, String section, String host, int port) {
        return vertx.deployVerticle(verticle)
                .recover(failure -> Future.failedFuture(explained(failure, section, host, port)));
    }

    /** The portable transport says {@code BindException}; the native one has an {@code IOException} of its own. */
    private static Throwable explained(Throwable failure, String section, String host, int port) {
        if (!(failure instanceof IOException) && !(failure instanceof UnresolvedAddressException)) {
            return failure;
        }
        boolean inUse = String.valueOf(failure.getMessage()).contains("in use");
        return inUse
                ? new SettingsException(section + ".port", port + " is in use on " + host + " (expected: a free port)")
                : new SettingsException(
                        section + ".host",
                        "cannot listen on " + host + ":" + port + " (expected: an address of this machine, and a port"
                                + " that may be used)");
    }
}

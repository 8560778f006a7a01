package dev.atmar.app;

import dev.atmar.settings.SettingsException;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.SocketException;
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

    private static Throwable explained(Throwable failure, String section, String host, int port) {
        boolean socket = failure instanceof SocketException
                || failure.getCause() instanceof SocketException
                || failure instanceof UnresolvedAddressException
                || failure instanceof java.net.UnknownHostException;
        if (!socket) {
            return failure;
        }
        boolean inUse = failure instanceof BindException
                && String.valueOf(failure.getMessage()).contains("in use");
        String address = host + ":" + port;
        return inUse
                ? new SettingsException(section + ".port", port + " is in use on " + host + " (expected: a free port)")
                : new SettingsException(section + ".host", "cannot listen on " + address + ": " + failure.getMessage());
    }
}

package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * The relay over HTTP and over the event bus: deploys one {@link RelayInstance} per core (or as many as the settings
 * say) on one port, and holds what they share. Undeploying it drains: see {@code relay.drain_ms}.
 */
public final class RelayVerticle extends VerticleBase {
    private RelaySettings settings;
    private int port;

    /** Settings from {@code config()}: the keys of the section {@code relay}; what is left out has its default. */
    public RelayVerticle() {}

    public RelayVerticle(RelaySettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        if (settings == null) {
            settings = RelaySettings.of(config());
        }
        Access.requireTokensBeyondLoopback(settings);
        Shared shared = Shared.of(vertx, settings);
        return deployFirst(shared).compose(first -> deployOthers(shared));
    }

    /** The port that is bound; once deployed never 0. */
    public int port() {
        return port;
    }

    private Future<?> deployFirst(Shared shared) {
        RelayInstance first = new RelayInstance(settings, settings.port(), shared);
        return vertx.deployVerticle(first).onSuccess(deployed -> port = first.port());
    }

    /** On the port the first one got, which matters where the system chose it. */
    private Future<?> deployOthers(Shared shared) {
        int instances = settings.instances() == 0 ? Runtime.getRuntime().availableProcessors() : settings.instances();
        if (instances == 1) {
            return Future.succeededFuture();
        }
        DeploymentOptions options = new DeploymentOptions().setInstances(instances - 1);
        return vertx.deployVerticle(() -> new RelayInstance(settings, port, shared), options);
    }
}

package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/**
 * The relay over HTTP and over the event bus: deploys one {@link RelayInstance} per core (or as many as the settings
 * say) on one port, and holds what they share. Undeploying it drains: see {@code relay.drain_ms}.
 */
public final class RelayVerticle extends VerticleBase {
    private RelaySettings settings;
    private Shared shared;
    private int port;

    /** Settings from {@code config()}: the keys of the section {@code relay}; what is left out has its default. */
    public RelayVerticle() {}

    /** With settings that are read and checked already. */
    public RelayVerticle(RelaySettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        if (settings == null) {
            settings = RelaySettings.of(config());
        }
        Access.requireTokensBeyondLoopback(settings);
        Certificates.requireReadable(vertx, settings);
        settings = HeapRoom.bounded(settings);
        return Shared.of(vertx, settings, context.deploymentID()).compose(this::deployInstances);
    }

    /** The instances have stopped before. */
    @Override
    public Future<?> stop() {
        shared.metrics().close();
        return Future.succeededFuture();
    }

    /** The port that is bound; once deployed never 0. */
    public int port() {
        return port;
    }

    private Future<?> deployInstances(Shared given) {
        shared = given;
        int instances = settings.instances() == 0 ? Runtime.getRuntime().availableProcessors() : settings.instances();
        HeapRoom room = HeapRoom.of(settings).part(instances, settings.maxBodyBytes());
        int requestedPort = settings.port() == 0 ? anyPort() : settings.port();
        List<RelayInstance> deployed = new ArrayList<>();
        return vertx.deployVerticle(
                        () -> {
                            RelayInstance instance =
                                    new RelayInstance(settings, requestedPort, instances, room, shared);
                            deployed.add(instance);
                            return instance;
                        },
                        new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> port = deployed.get(0).port())
                .onSuccess(id -> shared.watchJvm())
                .onSuccess(id -> Descriptors.watch(vertx, shared.metricsPool(), instances))
                .onFailure(notDeployed -> shared.metrics().close());
    }

    /**
     * Servers that listen on the same negative port share one port of the system's choice; with 0 each instance would
     * get its own, and with the number the first one got the others would be refused. Another relay in this Vert.x
     * instance is given another number.
     */
    private int anyPort() {
        return -vertx.sharedData().<String, Integer>getLocalMap("atmar.relay").merge("any_port", 1, Integer::sum);
    }
}

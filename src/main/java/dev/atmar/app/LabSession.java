package dev.atmar.app;

import dev.atmar.lab.Comparison;
import dev.atmar.lab.ComparisonRequest;
import dev.atmar.lab.LabVertx;
import dev.atmar.lab.Row;
import dev.atmar.lab.SleepLabVerticle;
import dev.atmar.settings.LabSettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;

/** A comparison in a process of its own, of a lab that it starts or of one that runs elsewhere. */
public final class LabSession {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Vertx labVertx;
    private final String url;

    private LabSession(Vertx labVertx, String url) {
        this.labVertx = labVertx;
        this.url = url;
    }

    /** Starts a lab on loopback, at a port the system chooses. */
    public static Future<LabSession> embedded(LabSettings settings) {
        Vertx labVertx = LabVertx.create(settings);
        SleepLabVerticle lab = new SleepLabVerticle(settings.onLoopback(0));
        return labVertx.deployVerticle(lab).map(id -> new LabSession(labVertx, "http://127.0.0.1:" + lab.port()));
    }

    /**
     * @param url base URL of a lab
     */
    public static Future<LabSession> at(String url) {
        return Future.succeededFuture(new LabSession(null, url));
    }

    /** As {@link Comparison#run}. */
    public Future<JsonObject> compare(ComparisonRequest request, Handler<Row> eachRow) {
        return new Comparison(vertx, url).run(request, eachRow);
    }

    public Future<Void> close() {
        Future<Void> closed = vertx.close();
        return labVertx == null ? closed : closed.compose(done -> labVertx.close());
    }
}

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
import io.vertx.core.json.JsonObject;

/** A comparison in a process of its own, of a lab that it starts or of one that runs elsewhere. */
public final class LabSession {
    private final Vertx vertx = Loops.start();
    private final Vertx labVertx;
    private String url;

    private LabSession(Vertx labVertx, String url) {
        this.labVertx = labVertx;
        this.url = url;
    }

    /** Starts a lab on loopback, at a port the system chooses. */
    public static Future<LabSession> embedded(LabSettings settings) {
        LabSession session = new LabSession(LabVertx.create(settings), null);
        SleepLabVerticle lab = new SleepLabVerticle(settings.onLoopback(0));
        Future<LabSession> started = session.labVertx
                .deployVerticle(lab)
                .onSuccess(id -> session.url = "http://127.0.0.1:" + lab.port())
                .map(session);
        return Closing.afterFailure(started, session::close);
    }

    /**
     * @param url base URL of a lab that runs already
     */
    public static Future<LabSession> at(String url) {
        return Future.succeededFuture(new LabSession(null, url));
    }

    /** As {@link Comparison#run}. */
    public Future<JsonObject> compare(ComparisonRequest request, Handler<Row> eachRow) {
        return new Comparison(vertx, url).run(request, eachRow);
    }

    public Future<Void> close() {
        return labVertx == null
                ? vertx.close()
                : Future.join(vertx.close(), labVertx.close()).mapEmpty();
    }
}

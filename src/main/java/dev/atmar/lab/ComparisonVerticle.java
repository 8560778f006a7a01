package dev.atmar.lab;

import dev.atmar.bus.Addresses;
import dev.atmar.bus.Consumers;
import dev.atmar.http.ApiException;
import dev.atmar.settings.LabSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * Runs comparisons on command over the event bus, one at a time; another meanwhile is refused with 429. It belongs in
 * another Vert.x than the lab, see {@link Comparison}. The sender sets his send timeout: a comparison takes minutes.
 */
public final class ComparisonVerticle extends VerticleBase {
    private LabSettings settings;
    private String baseUrl;
    private boolean busy;

    /**
     * @param baseUrl of the lab, e.g. {@code http://127.0.0.1:8001}; it knows the port really bound
     */
    public ComparisonVerticle(LabSettings settings, String baseUrl) {
        this.settings = settings;
        this.baseUrl = baseUrl;
    }

    /** Reads {@code config()} as {@link LabSettings#of} does; the lab is at its host and port. */
    public ComparisonVerticle() {}

    @Override
    public Future<?> start() {
        settings = settings == null ? LabSettings.of(config()) : settings;
        baseUrl = baseUrl == null ? urlOf(settings) : baseUrl;
        Consumers.serve(vertx, Addresses.LAB_RUN, this::compare);
        return Future.succeededFuture();
    }

    /** A host that is an IPv6 address stands in brackets. */
    static String urlOf(LabSettings lab) {
        String host = lab.host().contains(":") ? "[" + lab.host() + "]" : lab.host();
        return "http://" + host + ":" + lab.port();
    }

    private Future<JsonObject> compare(Message<Object> message) {
        ComparisonRequest request = ComparisonRequest.of(message.body(), settings);
        if (busy) {
            throw ApiException.busy(429, "comparison_running", "another comparison is running", 1);
        }
        busy = true;
        return new Comparison(vertx, baseUrl).run(request, row -> {}).onComplete(done -> busy = false);
    }
}

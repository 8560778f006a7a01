package dev.atmar.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.UUID;

/** A router as every part of atmar has it: request ids, one error shape, health routes, draining. */
public final class Front {
    private Front() {}

    /** Routes added to it later are counted by {@code drain} and refused while it drains; the health routes are not. */
    public static Router router(Vertx vertx, Drain drain) {
        Router router = Router.router(vertx);
        router.route().handler(Front::identify).failureHandler(Answers::failed);
        router.get("/health/live").handler(context -> status(context, 200, "live"));
        router.get("/health/ready").handler(context -> ready(context, drain));
        router.route().handler(drain::handle);
        for (int refusal : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(refusal, Answers::failed);
        }
        return router;
    }

    /** Reads the whole body, at most so many bytes (413 beyond), and refuses what does not call itself JSON (415). */
    public static void jsonBodies(Router router, int maxBytes) {
        router.route().handler(Front::requireJson);
        router.route().handler(BodyHandler.create(false).setBodyLimit(maxBytes));
    }

    /** The body; empty when there is none. */
    public static Buffer body(RoutingContext context) {
        Buffer body = context.body().buffer();
        return body == null ? Buffer.buffer() : body;
    }

    private static void identify(RoutingContext context) {
        context.response().putHeader("x-request-id", UUID.randomUUID().toString());
        context.next();
    }

    private static void requireJson(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !isJson(type)) {
            Answers.error(
                    context.response(),
                    ApiException.of(
                            415, "unsupported_media_type", "content-type: not JSON (expected: application/json)"));
            return;
        }
        context.next();
    }

    /** Whether a content-type is {@code application/json} or some {@code …+json}. */
    public static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    private static void ready(RoutingContext context, Drain drain) {
        status(context, drain.isDraining() ? 503 : 200, drain.isDraining() ? "draining" : "ready");
    }

    private static void status(RoutingContext context, int status, String word) {
        Answers.json(
                context.response(), status, new JsonObject().put("status", word).toBuffer());
    }
}

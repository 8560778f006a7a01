package dev.atmar.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Consumer;

/** A router as every part of atmar has it: request ids, one error shape, health routes, draining. */
public final class Front {
    private static final String REQUEST_ID = "x-request-id";

    /** How long a request may take to arrive where no setting says it. */
    private static final long REQUEST_MILLIS = 60_000;

    private Front() {}

    /** Routes added to it later are counted by {@code drain} and refused while it drains; the health routes are not. */
    public static Router router(Vertx vertx, Drain drain) {
        return router(vertx, drain, router -> {});
    }

    /**
     * As {@link #router(Vertx, Drain)}.
     *
     * @param first adds what stands in front of all routes, those of health too, and what is served while draining; its
     *     failure handlers see each failure before it is answered
     */
    public static Router router(Vertx vertx, Drain drain, Consumer<Router> first) {
        Router router = Router.router(vertx);
        router.route().handler(Front::identify).failureHandler(Front::identify);
        first.accept(router);
        router.route().failureHandler(Answers::failed);
        only(router, HttpMethod.GET, "/health/live", context -> status(context, 200, "live"));
        only(router, HttpMethod.GET, "/health/ready", context -> ready(context, drain));
        router.route().handler(drain::handle);
        for (int refusal : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(refusal, Answers::failed);
        }
        return router;
    }

    /**
     * A path with one method; another one is answered 405 with the header {@code allow}, which vertx-web does not send
     * where errors have a shape of their own.
     */
    public static void only(Router router, HttpMethod method, String path, Handler<RoutingContext> answer) {
        router.route(method, path).handler(answer);
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, method.name());
            context.fail(405);
        });
    }

    /** As {@link #jsonBodies(Vertx, Router, int, long, BodyRoom)}, within a minute, and however many at once. */
    public static void jsonBodies(Vertx vertx, Router router, int maxBytes) {
        jsonBodies(vertx, router, maxBytes, REQUEST_MILLIS, BodyRoom.unbounded());
    }

    /**
     * Reads bodies for routes added later, which take them with {@link #body}. One that does not call itself JSON is
     * not read: where there is a route for it, that route refuses it.
     *
     * @param maxBytes of a body; 413 beyond
     * @param requestMillis from a request's head to the end of its body; then 408, and the connection is closed
     * @param room for all of them together; 503 beyond
     */
    public static void jsonBodies(Vertx vertx, Router router, int maxBytes, long requestMillis, BodyRoom room) {
        WholeBody whole = new WholeBody(maxBytes, room);
        ArrivalTime inTime = new ArrivalTime(vertx, requestMillis);
        router.route().handler(context -> {
            if (callsItselfJson(context)) {
                inTime.watch(context);
                whole.handle(context);
            } else {
                context.next();
            }
        });
        router.route().handler(inTime);
    }

    /**
     * The body; empty when there is none.
     *
     * @throws ApiException 415 when it does not call itself JSON
     */
    public static Buffer body(RoutingContext context) {
        if (!callsItselfJson(context)) {
            throw ApiException.of(415, "unsupported_media_type", "content-type: not JSON (expected: application/json)");
        }
        return WholeBody.of(context);
    }

    /** What is no path at all fails before it reaches a handler. */
    private static void identify(RoutingContext context) {
        if (!context.response().headers().contains(REQUEST_ID)) {
            identify(context.response());
        }
        context.next();
    }

    /** The id by which an answer can be found in the log. */
    static void identify(HttpServerResponse response) {
        response.putHeader(REQUEST_ID, RequestId.next());
    }

    private static boolean callsItselfJson(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null || isJson(type);
    }

    /** Whether a content-type is {@code application/json} or some {@code …+json}. */
    public static boolean isJson(String contentType) {
        if (contentType.equals("application/json")) {
            return true;
        }
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

package dev.atmar.relay;

import dev.atmar.bus.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many callers of a relay, over every route and over the event bus, some of whom leave before they are answered. What
 * they do is drawn from one seed. Lives on one event loop.
 */
final class Crowd {
    /** A model that only one account serves, one that bears little. */
    static final String NARROW = "narrow";

    private static final long TOO_LONG_MILLIS = 60_000;
    private static final long MOST_SECONDS = 180;

    private final FaultyWorld world;
    private final Asking asking;
    private final SplittableRandom dice;
    private final double leaving;
    private final int longestStay;
    private final Context context;
    private final HttpClient client;
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Promise<Map<String, Integer>> over = Promise.promise();
    private int toOffer;
    private int inFlight;

    /**
     * @param leaving which part of the HTTP callers leaves, from 0 to 1
     * @param longestStay of those, in milliseconds
     */
    Crowd(FaultyWorld world, Asking asking, double leaving, int longestStay) {
        this.world = world;
        this.asking = asking;
        this.dice = asking.dice();
        this.leaving = leaving;
        this.longestStay = longestStay;
        this.context = world.peers().getOrCreateContext();
        this.client = world.peers().createHttpClient(new PoolOptions().setHttp1MaxSize(1000));
    }

    /** As {@link #begin}, waited for. */
    Map<String, Integer> offer(int requests, int atOnce) {
        try {
            return begin(requests, atOnce).await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("some never ended", e);
        }
    }

    /** Done when each of them has been answered, cut off, or has left: how often each came to pass. */
    private Future<Map<String, Integer>> begin(int requests, int atOnce) {
        context.runOnContext(turn -> {
            toOffer = requests;
            for (int caller = 0; caller < Math.min(atOnce, requests); caller++) {
                next();
            }
        });
        return over.future().eventually(client::close);
    }

    private void next() {
        toOffer--;
        inFlight++;
        Asked asked = asking.next();
        Future<String> end = asked.isHttp() ? overHttp(asked) : overBus(asked);
        end.onComplete(known -> ended(asked.kind() + ": " + known.result()));
    }

    private void ended(String how) {
        ends.merge(how, 1, Integer::sum);
        inFlight--;
        if (toOffer > 0) {
            next();
        } else if (inFlight == 0) {
            over.complete(ends);
        }
    }

    private Future<String> overHttp(Asked asked) {
        long stay = dice.nextDouble() < leaving ? 1 + dice.nextInt(longestStay) : TOO_LONG_MILLIS;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(world.relay().url(asked.path()))
                .setHeaders(asked.headers().set("content-type", "application/json"));
        Promise<String> end = Promise.promise();
        client.request(options)
                .onSuccess(request -> send(request, asked, stay, end))
                .onFailure(end::fail);
        return end.future().otherwise(failure -> "not asked: " + failure);
    }

    private void send(HttpClientRequest request, Asked asked, long stay, Promise<String> end) {
        request.exceptionHandler(broken -> {});
        long timer = world.peers().setTimer(stay, gone -> {
            end.tryComplete(stay == TOO_LONG_MILLIS ? "hung" : "left");
            request.reset();
        });
        request.send(asked.body())
                .compose(answer -> answer.body().map(body -> asked.judge(answer.statusCode(), body.toString())))
                .otherwise("cut")
                .onSuccess(end::tryComplete)
                .onComplete(known -> world.peers().cancelTimer(timer));
    }

    /** The reply comes on a thread of the relay's. */
    private Future<String> overBus(Asked asked) {
        Promise<String> end = Promise.promise();
        Vertx bus = world.relays();
        String address = asked.kind().equals("bus chat") ? Addresses.CHAT : Addresses.POST;
        bus.eventBus()
                .request(address, new JsonObject(asked.body()), new DeliveryOptions().setSendTimeout(TOO_LONG_MILLIS))
                .map(reply -> asked.judge(200, reply.body().toString()))
                .otherwise(failure -> failure instanceof ReplyException known ? "error " + known.failureCode() : "hung")
                .onSuccess(how -> context.runOnContext(turn -> end.complete(how)));
        return end.future();
    }
}

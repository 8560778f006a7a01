package dev.atmar.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The driver's end of {@link Driver}: one event loop that makes the calls of one job after the other. */
@Command(name = "drive", hidden = true)
final class DriveCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Context loop = vertx.getOrCreateContext();
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String job = jobs.readLine(); job != null; job = jobs.readLine()) {
            System.out.println(result(vertx, loop, new JsonObject(job)).encode());
        }
        vertx.close();
        return 0;
    }

    private static JsonObject result(Vertx vertx, Context loop, JsonObject job) {
        Promise<JsonObject> result = Promise.promise();
        loop.runOnContext(start ->
                Future.succeededFuture().compose(now -> run(vertx, job)).onComplete(result));
        return result.future()
                .recover(failure -> Future.succeededFuture(new JsonObject().put("failure", failure.toString())))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Future<JsonObject> run(Vertx vertx, JsonObject job) {
        String kind = job.getString("kind");
        return switch (kind) {
            case "open" -> new OpenLoad(vertx, job).run();
            case "streams" -> new StreamLoad(vertx, job).run();
            case "slow" -> new SlowLoad(vertx, job).run();
            default -> Future.failedFuture("no such job: " + kind);
        };
    }
}

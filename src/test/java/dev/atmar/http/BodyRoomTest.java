package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BodyRoomTest {
    private final BodyRoom room = new BodyRoom(1000);
    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void bodiesBeyondTheRoom_areRefused_untilOthersAreAnswered(Vertx vertx) throws Exception {
        int port = Served.on(vertx, 100, router -> {
                    Front.jsonBodies(vertx, router, 1000, 60_000, room);
                    router.post("/hold")
                            .handler(context -> held.add(() -> vertx.getOrCreateContext()
                                    .runOnContext(now -> Answers.json(context.response(), 200, Front.body(context)))));
                })
                .port;
        CompletableFuture<HttpResponse<String>> first = post(port, 400);
        CompletableFuture<HttpResponse<String>> second = post(port, 400);
        List<Runnable> answers = List.of(next(), next());
        HttpResponse<String> refused = post(port, 400).get(30, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"overloaded\"");
        answers.forEach(Runnable::run);
        assertThat(first.get(30, TimeUnit.SECONDS).body()).hasSize(400);
        assertThat(second.get(30, TimeUnit.SECONDS).body()).hasSize(400);
        CompletableFuture<HttpResponse<String>> third = post(port, 1000);
        next().run();
        assertThat(third.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private Runnable next() throws InterruptedException {
        Runnable answer = held.poll(30, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }

    private CompletableFuture<HttpResponse<String>> post(int port, int bytes) {
        String body = Buffer.buffer("1".repeat(bytes)).toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hold"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bodyThatStallsOverHttp2_isForgottenWithItsAnswer_andItsStreamIsReset(Vertx vertx) throws Exception {
        int port = Served.on(vertx, 100, router -> {
                    Front.jsonBodies(vertx, router, 1000, 200, room);
                    router.post("/echo").handler(context -> Answers.json(context.response(), 200, Front.body(context)));
                })
                .port;
        io.vertx.core.http.HttpClient oneConnection = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        CompletableFuture<Integer> refused = new CompletableFuture<>();
        CompletableFuture<Throwable> reset = new CompletableFuture<>();
        oneConnection.request(HttpMethod.POST, port, "127.0.0.1", "/echo").onSuccess(request -> {
            request.exceptionHandler(reset::complete);
            request.response().onSuccess(answer -> {
                request.write(Buffer.buffer("1".repeat(500)));
                refused.complete(answer.statusCode());
            });
            request.setChunked(true).write(Buffer.buffer("1".repeat(500)));
        });
        assertThat(refused.get(30, TimeUnit.SECONDS)).isEqualTo(408);
        assertThat(reset.get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        end -> assertThat(end.getCode()).isZero());
        assertThat(oneConnection
                        .request(HttpMethod.POST, port, "127.0.0.1", "/echo")
                        .compose(request -> request.send(Buffer.buffer("1".repeat(1000))))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(200);
    }
}

package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WriteQueuesTest {
    /** Fails with a version of Vert.x in which they are others: then each call takes a quarter more memory. */
    @Test
    void theFieldsOfThisVertx_areThoseThatAreKnown() {
        assertThat(WriteQueues.areKnown()).isTrue();
    }

    @Test
    void whatIsWrittenFromAnotherThread_comesWholeAndInOrder(Vertx vertx) {
        HttpServer server = Await.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(request.response()::end))
                .listen(0, "127.0.0.1"));
        HttpClient client = vertx.httpClientBuilder()
                .withConnectHandler(WriteQueues::shrink)
                .build();
        HttpClientRequest request = Await.await(client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/"));
        WriteQueues.shrink(request);
        StringBuilder sent = new StringBuilder();
        request.setChunked(true);
        for (int number = 0; number < 5000; number++) {
            sent.append(number).append(',');
            request.write(Buffer.buffer(number + ","));
        }
        request.end();
        assertThat(Await.await(request.response().compose(HttpClientResponse::body))
                        .toString())
                .isEqualTo(sent.toString());
        Await.await(client.close());
    }
}

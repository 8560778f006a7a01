package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A value that shares the body's memory can be sent like any other bytes, and again after that. */
@ExtendWith(VertxExtension.class)
final class SentSliceTest {
    @Test
    void aSliceThatWasSent_isStillThere_andSoIsTheBody(Vertx vertx) throws Exception {
        String params = "{\"text\":\"" + "北京 ".repeat(20_000) + "\"}";
        Buffer body = Buffer.buffer("{\"url\":\"http://a\",\"params\":" + params + "}");
        String before = body.toString();
        Buffer value = RawObject.parse(body).value("params");
        HttpServer echo = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(request.response()::end))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        HttpClient client = vertx.createHttpClient();
        for (int time = 0; time < 3; time++) {
            assertThat(post(client, echo.actualPort(), value).await(10, TimeUnit.SECONDS))
                    .hasToString(params);
        }
        assertThat(value).hasToString(params);
        assertThat(body).hasToString(before);
    }

    private static Future<Buffer> post(HttpClient client, int port, Buffer bytes) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", "/")
                .compose(request -> request.send(bytes))
                .compose(HttpClientResponse::body);
    }
}

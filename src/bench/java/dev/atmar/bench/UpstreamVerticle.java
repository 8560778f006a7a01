package dev.atmar.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An upstream that takes its time, and as much of it as the question says: with {@code "stream": true} it sends
 * {@code chunks} of an event stream, one each {@code chunk_ms}; else it answers after {@code delay_ms}. Speaks HTTP/1.1,
 * and HTTP/2 without TLS to those who begin with it.
 */
final class UpstreamVerticle extends VerticleBase {
    private static final int BACKLOG = 8192;
    private static final int STREAMS_PER_CONNECTION = 1000;
    private static final Buffer ANSWER = Buffer.buffer(Bodies.answer(Bodies.text(Bodies.SMALL_TEXT)));

    private final int port;

    UpstreamVerticle(int port) {
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setHttp2ConnectionWindowSize(8 << 20)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION));
        return vertx.createHttpServer(options).requestHandler(this::take).listen(port, "127.0.0.1");
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request.response(), body.toJsonObject()));
    }

    private void answer(HttpServerResponse out, JsonObject question) {
        long delayMillis = question.getLong("delay_ms", 0L);
        if (question.getBoolean("stream", false)) {
            stream(out, question.getInteger("chunks"), question.getLong("chunk_ms"));
        } else if (delayMillis == 0) {
            plain(out);
        } else {
            vertx.setTimer(delayMillis, timer -> plain(out));
        }
    }

    private static void plain(HttpServerResponse out) {
        if (!out.closed()) {
            out.putHeader("content-type", "application/json").end(ANSWER);
        }
    }

    /** The first chunk at once; the last one says that it is over. */
    private void stream(HttpServerResponse out, int chunks, long chunkMillis) {
        out.setChunked(true).putHeader("content-type", "text/event-stream").write(StreamChunk.now(chunks == 1));
        int[] sent = {1};
        vertx.setPeriodic(chunkMillis, timer -> {
            if (out.closed()) {
                vertx.cancelTimer(timer);
            } else if (sent[0]++ < chunks) {
                out.write(StreamChunk.now(sent[0] == chunks));
            } else {
                vertx.cancelTimer(timer);
                out.end(StreamChunk.DONE);
            }
        });
    }
}

package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before the first byte of HTTP is said in plain words, and is the upstream's fault. */
@ExtendWith(VertxExtension.class)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/", "/deepseek/"})
    void upstreamWithoutTls_isToldSo(String path, Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, "{}");
        assertThat(told(vertx, path, backend.url().replace("http:", "https:"))).contains("does not speak TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/", "/deepseek/"})
    void upstreamThatAnswersTlsInPlainText_isToldSo(String path, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            session.awaitClose();
        })) {
            assertThat(told(vertx, path, peer.url().replace("http:", "https:")))
                    .isEqualTo("the upstream does not speak TLS on this port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/", "/deepseek/"})
    void certificateThatNobodySigned_isToldSo(String path, Vertx vertx, @TempDir Path directory)
            throws IOException, InterruptedException {
        HttpServerOptions options = new HttpServerOptions().setSsl(true).setKeyCertOptions(selfSigned(directory));
        HttpServer server = Await.await(vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "127.0.0.1"));
        assertThat(told(vertx, path, "https://127.0.0.1:" + server.actualPort()))
                .contains("certificate is not accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/", "/deepseek/"})
    void upstreamThatClosesInTheHandshake_isAtFault(String path, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {})) {
            assertThat(told(vertx, path, peer.url().replace("http:", "https:"))).isNotBlank();
        }
    }

    private static String told(Vertx vertx, String path, String url) {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("deepseek", new JsonObject().put("url", url)));
        JsonObject request = new JsonObject().put("url", url);
        if (path.equals("/atmar/")) {
            request.put("params", 1);
        } else {
            request.put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
        }
        JsonObject error = new JsonObject(relay.post(path, request).body()).getJsonObject("error");
        assertThat(error.getString("type")).isEqualTo("upstream_error");
        assertThat(error.getString("code")).isIn("upstream_tls", "upstream_closed", "upstream_unreachable");
        return error.getString("message");
    }

    /** Made anew each time: a key has no place among the sources. */
    private static PfxOptions selfSigned(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("upstream.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }
}

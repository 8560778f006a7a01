package dev.atmar.relay.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a pinned machine: the name is what the server is asked for, and what its certificate must be for. */
@ExtendWith(VertxExtension.class)
final class PinnedTlsTest {
    private static final String PASSWORD = "changeit";

    private Vertx vertx;
    private PfxOptions certificate;
    private HttpServer server;

    @BeforeEach
    void serve(Vertx given, @TempDir Path directory) throws Exception {
        vertx = given;
        certificate = certificateOf("pinned.invalid", directory.resolve("server.p12"));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request ->
                        request.response().end(request.connection().indicatedServerName() + " " + request.authority()))
                .listen(0, "127.0.0.1")
                .await(30, SECONDS);
    }

    @Test
    void nameOfTheUrl_isAskedForAndVerified() throws Exception {
        assertThat(get("pinned.invalid")).isEqualTo("pinned.invalid pinned.invalid:" + server.actualPort());
    }

    @Test
    void certificateOfAnotherName_isNotAccepted() {
        assertThatThrownBy(() -> get("other.invalid")).isInstanceOf(SSLException.class);
    }

    private String get(String name) throws Exception {
        TargetGuard guard = Guards.guard(vertx, Guards.allow("127.0.0.1"), any -> List.of("127.0.0.1"));
        Target target = guard.check("url", "https://" + name + ":" + server.actualPort() + "/")
                .await(30, SECONDS);
        // Held on to and closed: Vert.x closes a client that nobody refers to any more, its requests and all.
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setTrustOptions(certificate));
        try {
            return client.request(target.toOptions(HttpMethod.GET, 30_000))
                    .compose(request -> request.send().compose(HttpClientResponse::body))
                    .await(30, SECONDS)
                    .toString();
        } finally {
            client.close().await(30, SECONDS);
        }
    }

    /** Made anew each time: a key has no place among the sources. */
    private static PfxOptions certificateOf(String name, Path store) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias a -keyalg EC -storetype PKCS12 -storepass " + PASSWORD;
        ProcessBuilder make = new ProcessBuilder(keytool).inheritIO();
        make.command().addAll(List.of(arguments.split(" ")));
        make.command()
                .addAll(List.of("-dname", "CN=" + name, "-ext", "san=dns:" + name, "-keystore", store.toString()));
        assertThat(make.start().waitFor()).isZero();
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }
}

package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code relay.tls}: a certificate of the JDK's own making is served, and one that is not there is a setting's fault. */
@ExtendWith(VertxExtension.class)
class CertificatesTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificate() throws Exception {
        SelfSigned.tls(folder);
    }

    @Test
    void certificate_isServed(Vertx vertx) throws Exception {
        RelayVerticle relay = new RelayVerticle(settings("cert.pem", "key.pem"));
        Await.await(vertx.deployVerticle(relay));
        WebClient client = WebClient.create(
                vertx, new WebClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        HttpResponse<Buffer> answer = Await.await(
                client.get(relay.port(), "127.0.0.1", "/health/ready").send());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void filesThatCannotBeUsed_areRefusedByTheirKey(Vertx vertx) throws Exception {
        Files.writeString(folder.resolve("broken.pem"), "-----BEGIN NOTHING-----");
        for (String broken : new String[] {"none.pem", "broken.pem"}) {
            assertRefused(vertx, settings(broken, "key.pem"));
            assertRefused(vertx, settings("cert.pem", broken));
        }
    }

    private static void assertRefused(Vertx vertx, RelaySettings settings) {
        assertThat(Await.failureOf(vertx.deployVerticle(new RelayVerticle(settings))))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.tls: ");
    }

    private static RelaySettings settings(String cert, String key) {
        return RelaySettings.of(new JsonObject()
                .put("port", 0)
                .put("accounts", new JsonArray())
                .put(
                        "tls",
                        new JsonObject()
                                .put("cert", folder.resolve(cert).toString())
                                .put("key", folder.resolve(key).toString())));
    }
}

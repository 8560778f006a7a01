package dev.atmar.cli;

import dev.atmar.settings.BaseUrl;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code health}: asks a running relay whether it is ready; the container's health check. */
@Command(
        name = "health",
        description = {
            "Ask a running relay whether it is ready.",
            "Exit code 0: it is; 1: it is not, or nobody answers."
        })
final class HealthCommand extends AtmarCommand {
    private static final long TIMEOUT_MILLIS = 3000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = BaseUrls.class,
            description = "base URL of the relay (default: where the settings say it listens)")
    private String url;

    @Override
    public Integer call() throws Exception {
        String base = url == null ? base(settings().relay()) : url;
        Vertx vertx = Vertx.vertx();
        try {
            return report(base, ask(vertx, base));
        } finally {
            Waiting.on(vertx.close());
        }
    }

    /** The relay's own certificate is not checked: this asks whether it lives, over loopback, and sends no secret. */
    private static String ask(Vertx vertx, String base) throws InterruptedException {
        WebClientOptions options = new WebClientOptions()
                .setFollowRedirects(false)
                .setTrustAll(true)
                .setVerifyHost(false);
        WebClient client = WebClient.create(vertx, options);
        try {
            HttpResponse<Buffer> answer = Waiting.on(client.getAbs(base + "/health/ready")
                    .timeout(TIMEOUT_MILLIS)
                    .send());
            return answer.statusCode() == 200 ? "ready" : "not ready";
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return "not reachable";
        } finally {
            // Also keeps a hold on it: Vert.x closes a client that nobody refers to, its requests included.
            client.close();
        }
    }

    private int report(String base, String status) {
        String text = isJson()
                ? new JsonObject().put("relay", base).put("status", status).encode()
                : base + ": " + status;
        print(text);
        return status.equals("ready") ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String base(RelaySettings relay) {
        String scheme = relay.tls() == null ? "http" : "https";
        String host = switch (relay.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> relay.host();
        };
        return BaseUrl.of(scheme, host, relay.port());
    }
}

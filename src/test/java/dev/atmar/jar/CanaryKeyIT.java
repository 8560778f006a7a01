package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys and a token, sent in every way through every failure: afterwards no piece of one stands in anything that the
 * process has written or answered, logs at their most talkative included.
 */
final class CanaryKeyIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Canaries canaries = new Canaries();
    private final List<CompletableFuture<?>> asked = new ArrayList<>();
    private final String ofAccount = canaries.key("sk-");
    private final String ofOtherAccount = canaries.key("sk-");
    private final String ofCaller = canaries.key("sk-");
    private final String token = canaries.key("token-");

    @TempDir
    private Path secrets;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "tokens: {0}")
    @ValueSource(booleans = {true, false})
    void keysAndTokens_areNowhereToBeFound(boolean withTokens) throws Exception {
        try (EchoingUpstream upstream = new EchoingUpstream();
                AtmarProcess serve = serve(upstream.url(), withTokens)) {
            String relay = serve.url("relay");
            askEverything(relay, upstream.url(), withTokens);
            for (CompletableFuture<?> answer : asked) {
                answer.get(60, TimeUnit.SECONDS);
            }
            canaries.tell("threads", TalkativeRelay.jcmd(serve, "Thread.print"));
            canaries.tell("command line", TalkativeRelay.jcmd(serve, "VM.command_line"));
            canaries.tell("properties", TalkativeRelay.jcmd(serve, "VM.system_properties"));
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
            canaries.tell("out", serve.out());
            canaries.tell("err", serve.err());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                canaries.tell(file + "", Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(canaries.texts())
                .hasSizeGreaterThan(200)
                .anySatisfy(log -> assertThat(log).contains("TRACE", "DEBUG", "outcome=error", "outcome=ok"))
                .anySatisfy(answer -> assertThat(answer).contains("*** is wrong"));
        assertThat(canaries.places()).isEmpty();
    }

    private AtmarProcess serve(String upstream, boolean withTokens) throws IOException {
        Path key = Files.writeString(secrets.resolve("key"), ofOtherAccount + "\n");
        JsonArray accounts = new JsonArray()
                .add(account("first", upstream, "env:CANARY_KEY"))
                .add(account("second", upstream, "file:" + key));
        Map<String, String> environment = new HashMap<>();
        environment.put("CANARY_KEY", ofAccount);
        environment.put("CANARY_TOKEN", token);
        environment.put("ATMAR_RELAY_ACCOUNTS", accounts.encode());
        if (withTokens) {
            environment.put("ATMAR_RELAY_TOKENS", "[{\"name\":\"me\",\"token\":\"env:CANARY_TOKEN\"}]");
        }
        return TalkativeRelay.start(folder, upstream, environment);
    }

    private static JsonObject account(String name, String upstream, String key) {
        return new JsonObject().put("name", name).put("url", upstream).put("keys", new JsonArray().add(key));
    }

    private void askEverything(String relay, String upstream, boolean withTokens) throws Exception {
        String bearer = withTokens ? token : ofCaller;
        for (String model : EchoingUpstream.MODELS) {
            for (boolean stream : List.of(true, false)) {
                JsonObject question = question(model).put("stream", stream);
                post(relay + "/v1/chat/completions", question, "authorization", "Bearer " + bearer);
                post(relay + "/v1/chat/completions", question, auth(withTokens, "x-upstream-key", ofCaller));
                post(relay + "/v1/chat/completions", question, auth(withTokens, "x-nothing", "0"));
                JsonObject chat = question.put("url", upstream);
                post(relay + "/a_deepseek/", chat, auth(withTokens, "x-nothing", "0"));
                post(relay + "/a_deepseek/", chat.copy().put("api_key", ofCaller), auth(withTokens, "x-nothing", "0"));
            }
            JsonObject blocking = question(model).put("api_key", ofCaller);
            post(relay + "/deepseek/", blocking, auth(withTokens, "x-nothing", "0"));
        }
        askInVain(relay, upstream, withTokens);
        for (String path :
                List.of("/metrics", "/health/live", "/health/ready", "/v1/models", "/none?key=" + ofCaller)) {
            send(to(relay + path, auth(withTokens, "x-upstream-key", ofCaller)).GET());
        }
    }

    /** What the relay refuses itself, and what it cannot reach. What {@code /atmar/} reaches is answered unchanged. */
    private void askInVain(String relay, String upstream, boolean withTokens) throws Exception {
        String[] headers = auth(withTokens, "x-upstream-key", ofCaller);
        String closed = "http://127.0.0.1:1";
        for (String url : List.of(
                closed, "http://no-such-host.invalid", "http://" + ofCaller + "@x", "ftp://" + ofCaller, ofCaller)) {
            JsonObject chat = question("good").put("url", url).put("api_key", ofCaller);
            post(relay + "/a_deepseek/", chat, headers);
            JsonObject call = new JsonObject()
                    .put("url", url)
                    .put("params", ofCaller)
                    .put("headers", new JsonObject().put("authorization", "Bearer " + ofCaller));
            post(relay + "/atmar/", call, headers);
            post(relay + "/atmar/", new JsonArray().add(call).add(call.copy().put("timeout_ms", "x")), headers);
        }
        JsonObject chat = question("good").put("url", upstream);
        for (Object body : List.of(
                chat.copy().put("api_key", ofCaller + "\n"),
                chat.copy().put("api_key", new JsonArray().add(ofCaller)),
                chat.copy().put("api_key", ofCaller).put("timeout_ms", ofCaller),
                "{\"api_key\": \"" + ofCaller,
                "\"" + ofCaller + "\"",
                "{\"api_key\": \"" + ofCaller + "\", \"x\": \"" + "x".repeat(100_000) + "\"}")) {
            for (String route : List.of("/a_deepseek/", "/deepseek/", "/atmar/", "/v1/chat/completions", "/none")) {
                post(relay + route, body, headers);
                post(relay + route, body, "authorization", "Bearer x" + token, "host-", ofCaller);
            }
        }
        post(relay + "/v1/chat/completions", question("good"), "content-type", ofCaller, "x-upstream-key", ofCaller);
        canaries.tell("no HTTP", raw(relay, "GET /?" + ofCaller + " " + ofCaller + "\r\n\r\n"));
        canaries.tell("no host", raw(relay, "GET / HTTP/1.1\r\nauthorization: Bearer " + ofCaller + "\r\n\r\n"));
        String foreign = "GET / HTTP/1.1\r\nhost: example.org\r\nauthorization: Bearer " + ofCaller + "\r\n\r\n";
        canaries.tell("foreign", raw(relay, foreign));
    }

    private String[] auth(boolean withTokens, String name, String value) {
        return withTokens ? new String[] {"authorization", "Bearer " + token, name, value} : new String[] {name, value};
    }

    private static JsonObject question(String model) {
        JsonObject message = new JsonObject().put("role", "user").put("content", "why?");
        return new JsonObject().put("model", model).put("messages", new JsonArray().add(message));
    }

    private void post(String url, Object body, String... headers) {
        send(to(url, headers).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static HttpRequest.Builder to(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .setHeader("content-type", "application/json");
        for (int header = 0; header < headers.length; header += 2) {
            request.setHeader(headers[header], headers[header + 1]);
        }
        return request;
    }

    private void send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        String what = asked.size() + " " + built.method() + " " + built.uri().getPath();
        asked.add(client.sendAsync(built, HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> answer == null
                        ? String.valueOf(failure)
                        : answer.statusCode() + "\n" + answer.headers().map() + answer.body())
                .thenAccept(answer -> canaries.tell(what, answer)));
    }

    /** The first bytes that come back. */
    private static String raw(String relay, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(relay).getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[10_000];
            return new String(answer, 0, socket.getInputStream().read(answer), StandardCharsets.UTF_8);
        }
    }
}

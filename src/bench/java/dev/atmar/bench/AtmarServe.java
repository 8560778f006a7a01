package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code serve} from the built jar, by the one start line, with all that it does: account, guard, metrics, access log. */
final class AtmarServe {
    private AtmarServe() {}

    /**
     * @param java more options of its JVM, which win over the start line's
     * @param account more of the one account's settings
     * @param relay more of the relay's settings
     */
    static Child start(
            Scratch scratch,
            String name,
            int port,
            int upstream,
            List<String> java,
            JsonObject account,
            JsonObject relay)
            throws IOException {
        JsonObject settings = settings(port, upstream, account, relay);
        String file = scratch.write(name + ".json", settings.encode()).toString();
        List<String> command = new ArrayList<>(List.of(Project.java(), "@" + Project.START_LINE));
        command.addAll(java);
        command.add("-Datmar.access_log=" + scratch.accessLog(name));
        command.addAll(List.of("-jar", Project.JAR, "serve", "--conf", file));
        return Child.start(scratch, name, command).listeningOn(port);
    }

    private static JsonObject settings(int port, int upstream, JsonObject account, JsonObject relay) {
        JsonObject one = new JsonObject()
                .put("name", "bench")
                .put("url", "http://127.0.0.1:" + upstream + "/v1")
                .put("keys", new JsonArray().add("sk-bench"))
                .mergeIn(account);
        JsonObject settings = new JsonObject()
                .put("port", port)
                .put("accounts", new JsonArray().add(one))
                .put("targets", new JsonObject().put("allow", new JsonArray().add("127.0.0.1:" + upstream)));
        return new JsonObject().put("relay", settings.mergeIn(relay, true)).put("lab", new JsonObject().put("port", 0));
    }
}

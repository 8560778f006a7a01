package dev.atmar.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What makes a run of {@code load} a good one. */
final class LoadVerdict {
    @Option(
            names = "--slo",
            paramLabel = "TERMS",
            description = "what a good request keeps, e.g. 'ttft<2s,p99<20s': gives the goodput")
    private String slo;

    @Option(
            names = "--fail-if",
            paramLabel = "COND",
            description = "exit code 1 if so, e.g. 'p99>500ms', 'errors>1%%', 'rate<45', invalid; may be repeated")
    private List<String> failIf = new ArrayList<>();

    @Option(names = "--abort-early", description = "end the run as soon as a --fail-if cannot be mended any more")
    private boolean abortEarly;

    void putInto(JsonObject plan) {
        Given.needs("--abort-early", abortEarly, "--fail-if", !failIf.isEmpty());
        if (slo != null) {
            plan.put("slo", slo);
        }
        if (!failIf.isEmpty()) {
            plan.put("fail_if", new JsonArray(failIf)).put("abort_early", abortEarly);
        }
    }
}

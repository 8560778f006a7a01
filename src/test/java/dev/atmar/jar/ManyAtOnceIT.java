package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands at once, between two processes: what is claimed is that all are answered; times are only printed. Takes all
 * the cores there are.
 */
@Tag("alone")
@Tag("once")
class ManyAtOnceIT {
    /** Longer than two busy cores need to send ten thousand requests, so that all of them are in flight at once. */
    private static final int SENDING_AND_MORE_MILLIS = 15_000;

    @Test
    void aThousandOnTheThreadPool_andTenThousandOnTimers_areAllAnswered() throws Exception {
        try (AtmarProcess serve =
                AtmarProcess.start("serve", "--set=relay.port=0", "--set=lab.port=0", "--set=relay.accounts=[]")) {
            String lab = serve.url("lab");
            assertAllAnswered(lab + "/async_thread_test/", 1_000, 5_000);
            assertAllAnswered(lab + "/sleep/async", 10_000, SENDING_AND_MORE_MILLIS);
        }
    }

    private static void assertAllAnswered(String url, int count, int millis) throws Exception {
        try (AtmarProcess load = AtmarProcess.start("load", url + "?ms=" + millis, "--concurrent=" + count, "--json")) {
            assertThat(load.exitCode()).as(load.err()).isZero();
            JsonObject summary = new JsonObject(load.out()).getJsonObject("summary");
            assertThat(summary.getInteger("ok")).isEqualTo(count);
            assertThat(summary.getJsonObject("errors")).isEmpty();
            assertThat(summary.getInteger("peak_in_flight")).isEqualTo(count);
            System.out.printf(
                    "%d at once: slowest answer %.2f times its sleep%n",
                    count, summary.getJsonObject("service_ms").getDouble("max") / millis);
        }
    }
}

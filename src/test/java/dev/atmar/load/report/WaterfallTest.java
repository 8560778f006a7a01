package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {
    /** Due at 100, sent at 110, answered from 190 to 200; the hops as NAME, MS, NAME, MS, … */
    private static List<String> rows(Object... hops) {
        JsonArray told = new JsonArray();
        for (int i = 0; i < hops.length; i += 2) {
            told.add(new JsonObject().put("name", hops[i]).put("ms", hops[i + 1]));
        }
        JsonObject task = new JsonObject()
                .put("intended", 100)
                .put("sent", 110)
                .put("first_byte", 190)
                .put("end", 200)
                .put("hops", told);
        return Json.objects(Waterfall.of(List.of(task)), "rows").stream()
                .map(WaterfallTest::text)
                .toList();
    }

    private static String text(JsonObject row) {
        StringBuilder text = new StringBuilder(row.getString("name"));
        Json.objects(row, "parts")
                .forEach(part -> text.append(' ')
                        .append(part.getString("part"))
                        .append(' ')
                        .append(Math.round(part.getDouble("from")))
                        .append('+')
                        .append(Math.round(part.getDouble("ms"))));
        return text.toString();
    }

    @Test
    void theWaitInTheRelayOnly_isAllThatItsRowHas() {
        assertThat(rows("relay.q", 30))
                .containsExactly("client queue 0+10 wait 10+80 receive 90+10", "relay queue 10+30");
    }

    @Test
    void wholeHops_areNestedOutermostFirst_whateverTheHeadersOrder() {
        assertThat(rows("db", 20, "relay", 70, "relay.pool", 5, "relay.q", 30, "relay.down", 25, "relay.loop", 3))
                .containsExactly(
                        "client queue 0+10 wait 10+80 receive 90+10",
                        "relay queue 10+30 pool 40+5 downstream 45+25 own 70+10",
                        "db own 45+20");
    }

    @Test
    void theSameNameAgain_isAnotherHop() {
        assertThat(rows("relay.q", 1, "relay", 70, "relay.q", 2, "relay", 60))
                .containsExactly(
                        "client queue 0+10 wait 10+80 receive 90+10",
                        "relay queue 10+1 own 11+69",
                        "relay queue 11+2 own 13+58");
    }

    @Test
    void noHopsTold_orFailuresOnly_noWaterfall() {
        assertThat(rows()).isEmpty();
        JsonObject failed = new JsonObject()
                .put("error", "timeout")
                .put(
                        "hops",
                        new JsonArray().add(new JsonObject().put("name", "a").put("ms", 1)));
        assertThat(Waterfall.of(List.of(failed))).isEmpty();
    }
}

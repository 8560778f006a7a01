package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.settings.SettingsException;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.Conditions.Lot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static Conditions conditions(JsonObject changes) {
        return new Conditions(SimulatorSettings.of(changes));
    }

    private static List<Lot> lots(Conditions conditions, int count) {
        return Stream.generate(conditions::draw).limit(count).toList();
    }

    private static JsonObject step(long request, String fault) {
        return new JsonObject().put("request", request).put("fault", fault);
    }

    private static JsonObject script(JsonObject... steps) {
        return new JsonObject().put("script", new JsonArray(List.of((Object[]) steps)));
    }

    @Test
    void sameSeed_givesTheSameLots_andAnotherSeedOthers() {
        JsonObject faults =
                new JsonObject().put("http_500", 0.2).put("silent", 0.2).put("not_json", 0.1);
        JsonObject changes = new JsonObject().put("seed", 7).put("faults", faults);
        List<Lot> lots = lots(conditions(changes), 200);
        assertThat(lots(conditions(changes), 200)).isEqualTo(lots);
        assertThat(lots(conditions(changes.copy().put("seed", 8)), 200)).isNotEqualTo(lots);
    }

    @Test
    void latency_isWithinTheSpread_andFillsIt() {
        List<Lot> lots =
                lots(conditions(new JsonObject().put("latency_ms", 1000).put("spread_ms", 300)), 2000);
        assertThat(lots).extracting(Lot::latencyMillis).allMatch(millis -> millis >= 700 && millis <= 1300);
        assertThat(lots).extracting(Lot::latencyMillis).anyMatch(millis -> millis < 720);
        assertThat(lots).extracting(Lot::latencyMillis).anyMatch(millis -> millis > 1280);
    }

    @Test
    void faultsByChance_comeAboutAsOftenAsTheySay() {
        JsonObject faults = new JsonObject().put("http_500", 0.25).put("silent", 0.5);
        List<Lot> lots = lots(conditions(new JsonObject().put("faults", faults)), 4000);
        assertThat(count(lots, Optional.of(Fault.HTTP_500))).isBetween(800L, 1200L);
        assertThat(count(lots, Optional.of(Fault.SILENT))).isBetween(1750L, 2250L);
        assertThat(count(lots, Optional.empty())).isBetween(800L, 1200L);
    }

    private static long count(List<Lot> lots, Optional<Fault> fault) {
        return lots.stream().filter(lot -> lot.fault().equals(fault)).count();
    }

    @Test
    void script_hitsExactlyItsRequests() {
        List<Lot> lots = lots(conditions(script(step(3, "close_after_head"), step(1, "silent"))), 4);
        assertThat(lots)
                .extracting(Lot::fault)
                .containsExactly(
                        Optional.of(Fault.SILENT),
                        Optional.empty(),
                        Optional.of(Fault.CLOSE_AFTER_HEAD),
                        Optional.empty());
    }

    @Test
    void newScript_countsFromItsOwnBeginning() {
        Conditions conditions = conditions(new JsonObject());
        lots(conditions, 5);
        conditions.change(script(step(1, "silent")));
        assertThat(conditions.draw().fault()).contains(Fault.SILENT);
    }

    @Test
    void newSeed_startsTheDiceAgain() {
        Conditions conditions = conditions(new JsonObject());
        List<Lot> lots = lots(conditions, 3);
        conditions.change(new JsonObject().put("seed", 1));
        assertThat(lots(conditions, 3)).isEqualTo(lots);
    }

    @Test
    void faultsThatCannotBeUsed_areRefusedByTheirKey() {
        assertRefused(
                new JsonObject().put("faults", new JsonObject().put("gremlin", 0.1)), "simulator.faults.gremlin:");
        assertRefused(script(step(1, "silent"), step(2, "gremlin")), "simulator.script[1].fault:");
        assertRefused(script(step(2, "silent"), step(2, "http_500")), "simulator.script[1].request:");
        assertRefused(
                new JsonObject()
                        .put("faults", new JsonObject().put("silent", 0.6).put("http_500", 0.6)),
                "simulator.faults:");
    }

    private static void assertRefused(JsonObject changes, String key) {
        assertThatThrownBy(() -> conditions(changes))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(key);
    }

    @Test
    void changeThatCannotBeUsed_changesNothing() {
        Conditions conditions = conditions(new JsonObject());
        SimulatorSettings before = conditions.settings();
        JsonObject change = new JsonObject().put("tokens", 3).put("faults", new JsonObject().put("gremlin", 0.1));
        assertThatThrownBy(() -> conditions.change(change)).isInstanceOf(SettingsException.class);
        assertThat(conditions.settings()).isEqualTo(before);
    }
}

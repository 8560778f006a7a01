package dev.atmar.simulator;

import dev.atmar.settings.SettingsException;
import dev.atmar.settings.SimulatorSettings;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** What is in force now: the settings as {@code /control} left them last, and the dice that were seeded by them. */
final class Conditions {
    private SimulatorSettings settings;
    private FaultPlan faults;
    private SplittableRandom dice;
    private long requests;

    /**
     * What chance, or the script, gave one request. It depends on the seed and on the request's number alone.
     *
     * @param latencyMillis how long the answer is to take
     * @param wordOffset where in the vocabulary the answer begins
     * @param settings those that were in force when the request came
     */
    record Lot(double latencyMillis, Optional<Fault> fault, UUID id, int wordOffset, SimulatorSettings settings) {}

    /**
     * @throws SettingsException when the faults cannot be used
     */
    Conditions(SimulatorSettings settings) {
        this.settings = settings;
        this.faults = new FaultPlan(settings);
        this.dice = new SplittableRandom(settings.seed());
    }

    SimulatorSettings settings() {
        return settings;
    }

    /** The lot of the next request; each has the same number of dice, whatever comes of them. */
    Lot draw() {
        requests++;
        double latency = settings.latencyMs() + settings.spreadMs() * (2 * dice.nextDouble() - 1);
        Optional<Fault> fault = faults.faultOf(requests, dice.nextDouble());
        UUID id = new UUID(dice.nextLong(), dice.nextLong());
        return new Lot(latency, fault, id, dice.nextInt(Vocabulary.SIZE), settings);
    }

    /**
     * From now on. A {@code script} counts requests from here, and a {@code seed} starts the dice again.
     *
     * @throws SettingsException when a value cannot be used; nothing has changed then
     */
    void change(JsonObject changes) {
        SimulatorSettings next = settings.with(changes);
        faults = new FaultPlan(next);
        settings = next;
        if (changes.containsKey("script")) {
            requests = 0;
        }
        if (changes.containsKey("seed")) {
            dice = new SplittableRandom(next.seed());
        }
    }
}

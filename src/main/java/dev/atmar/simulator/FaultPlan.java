package dev.atmar.simulator;

import dev.atmar.settings.SettingsException;
import dev.atmar.settings.SimulatorSettings;
import dev.atmar.settings.SimulatorSettings.ScriptedFault;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which request gets which fault: by the script, else by chance. */
final class FaultPlan {
    /** In the order of the constants, so that one seed gives the same faults in every run. */
    private final Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);

    private final Map<Long, Fault> script = new HashMap<>();

    /**
     * @throws SettingsException for a fault that does not exist, probabilities that add up to more than 1, or a request
     *     that is in the script twice
     */
    FaultPlan(SimulatorSettings settings) {
        settings.faults().forEach((name, probability) -> probabilities.put(fault("faults." + name, name), probability));
        double sum =
                probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 1) {
            throw new SettingsException("simulator.faults", "sum: " + sum + " (expected: at most 1)");
        }
        List<ScriptedFault> steps = settings.script();
        for (int index = 0; index < steps.size(); index++) {
            add("script[" + index + "]", steps.get(index));
        }
    }

    private void add(String key, ScriptedFault step) {
        Fault before = script.put(step.request(), fault(key + ".fault", step.fault()));
        if (before != null) {
            throw new SettingsException(
                    "simulator." + key + ".request", "value: " + step.request() + " (expected: each request once)");
        }
    }

    private static Fault fault(String key, String name) {
        return Fault.named(name)
                .orElseThrow(
                        () -> new SettingsException("simulator." + key, "unknown fault: " + name + Fault.expected()));
    }

    /**
     * @param number of the request, from 1
     * @param chance uniform in [0, 1)
     */
    Optional<Fault> faultOf(long number, double chance) {
        Fault scripted = script.get(number);
        return scripted == null ? byChance(chance) : Optional.of(scripted);
    }

    private Optional<Fault> byChance(double chance) {
        double below = 0;
        for (Map.Entry<Fault, Double> entry : probabilities.entrySet()) {
            below += entry.getValue();
            if (chance < below) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}

package dev.atmar.simulator;

import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.Conditions.Lot;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be given to one request: the completion, how long it takes, and what goes wrong with it.
 *
 * @param latencyMillis at full speed
 * @param keepAliveMillis between the lines sent while the answer is awaited; 0: none
 */
record Assignment(
        Completion completion,
        boolean stream,
        boolean includeUsage,
        double latencyMillis,
        long keepAliveMillis,
        Optional<Fault> fault) {
    private static final String FAILED = "insufficient_system_resource";

    static Assignment of(ChatQuestion question, Lot lot) {
        Optional<Fault> fault = question.wishes().fault().or(lot::fault);
        Completion whole = completion(question, lot);
        boolean failed =
                fault.filter(Fault.INSUFFICIENT_SYSTEM_RESOURCE::equals).isPresent();
        return new Assignment(
                failed ? whole.without(FAILED) : whole,
                question.stream(),
                question.includeUsage(),
                question.wishes().latencyMillis().map(Long::doubleValue).orElse(lot.latencyMillis()),
                lot.settings().keepAliveMs(),
                fault);
    }

    private static Completion completion(ChatQuestion question, Lot lot) {
        SimulatorSettings settings = lot.settings();
        long wanted = question.wishes().tokens().orElse((long) settings.tokens());
        int tokens = (int) Math.min(wanted, question.maxTokens().orElse(wanted));
        return new Completion(
                lot.id(),
                Instant.now().getEpochSecond(),
                question.model(),
                question.lastWords(),
                question.promptTokens(),
                tokens,
                reasons(question.model()) ? tokens / 2 : 0,
                lot.wordOffset(),
                tokens < wanted ? "length" : "stop");
    }

    private static boolean reasons(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.contains("reasoner") || name.contains("pro");
    }

    /** Whether the fault shows in this answer. */
    boolean suffers(Fault wanted) {
        return stream || !wanted.isOfStreams();
    }

    boolean has(Fault wanted) {
        return fault.filter(wanted::equals).isPresent();
    }
}

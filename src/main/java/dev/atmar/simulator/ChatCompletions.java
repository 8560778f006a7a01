package dev.atmar.simulator;

import dev.atmar.http.Front;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /chat/completions}, behind the {@link Admission}: reads the question and starts its answer. */
final class ChatCompletions {
    private final SharedCapacity capacity;
    private final Stats stats;

    ChatCompletions(SharedCapacity capacity, Stats stats) {
        this.capacity = capacity;
        this.stats = stats;
    }

    /** For a router: behind what reads the body. */
    void handle(RoutingContext context) {
        try {
            answer(context, assignment(context));
        } catch (Refusal refusal) {
            refusal.answer(context.response());
        }
    }

    private static Assignment assignment(RoutingContext context) {
        String header = context.request().getHeader(Wishes.HEADER);
        ChatQuestion question = ChatQuestion.of(Front.body(context), header);
        return Assignment.of(question, Call.of(context).lot());
    }

    private void answer(RoutingContext context, Assignment assignment) {
        stats.latency(assignment.latencyMillis());
        assignment.fault().filter(assignment::suffers).ifPresent(stats::fault);
        Exchange exchange = new Exchange(context, capacity);
        if (assignment.fault().filter(Breakdown::isOne).isPresent()) {
            new Breakdown(exchange, assignment).start(assignment.fault().get());
        } else if (assignment.stream()) {
            new StreamedAnswer(exchange, assignment).start();
        } else {
            new PlainAnswer(exchange, assignment).start();
        }
    }
}

package dev.atmar.load.call;

import dev.atmar.load.call.Timings.Sending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;

/** Calls over the event bus: the params are the message, the reply's body is the answer, its status 200. */
final class BusCalls {
    private static final int OK = 200;

    private final EventBus bus;
    private final CallOptions options;
    private final DeliveryOptions delivery;

    BusCalls(EventBus bus, CallOptions options) {
        this.bus = bus;
        this.options = options;
        this.delivery = new DeliveryOptions().setSendTimeout(options.timeoutMillis());
        options.headers().forEach(delivery::addHeader);
    }

    void make(Call call, Target.Bus to) {
        Object message = message(call.task());
        call.sent(Sending.ON_OPEN_CONNECTION);
        bus.request(to.address(), message, delivery)
                .onSuccess(reply -> replied(reply.body(), call))
                .onFailure(call::fail);
    }

    /** A body of text is sent as text; params as the JSON they are. */
    private Object message(Task task) {
        if (options.body() != null) {
            return options.body().toString();
        }
        return task.params() == null ? null : Json.decodeValue(task.params());
    }

    private void replied(Object reply, Call call) {
        call.firstByte();
        if (!call.expect().wantsBody(OK)) {
            call.answered(OK, Buffer.buffer());
            return;
        }
        try {
            Buffer answer = reply instanceof Buffer bytes ? bytes : Json.encodeToBuffer(reply);
            if (answer.length() > options.maxAnswerBytes()) {
                call.fail(AnswerBody.tooLarge(options.maxAnswerBytes()));
                return;
            }
            call.answered(OK, answer);
        } catch (EncodeException e) {
            call.fail(CallError.of(ErrorType.NOT_JSON, "a reply that cannot be written as JSON"));
        }
    }
}

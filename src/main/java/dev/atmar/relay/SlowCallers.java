package dev.atmar.relay;

import dev.atmar.http.ApiException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The callers of one event loop who do not keep up with their answers, in the order in which they were last seen to take
 * something. What they leave lying is direct memory: bytes that are written and unsent, and what was read of the
 * upstream's answer before it was held back, some 80 KB each. When that memory is short, the first of them is cut off,
 * and the next, until it no longer is. What is read of an answer and not written yet is on the heap, and over HTTP/2 what
 * is written, too: so only so many may be held back at once.
 *
 * <p>Over HTTP/1 one stands here for its connection. Over HTTP/2 each stream that is held back does, and the connection
 * for what lies unsent on it.
 */
final class SlowCallers {
    private static final AttributeKey<SlowCallers> KEY = AttributeKey.valueOf(SlowCallers.class, "key");

    /** From one look at all to the next; what is read ahead comes just after a call is held back. */
    private static final long LOOK_MILLIS = 50;

    /** Nobody is cut off sooner, unless what is short is about to be used up: other loops' callers may be the cause. */
    private static final long FEWEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What was theirs may be free only a little later. */
    private static final int MOST_AT_ONCE = 16;

    private final Vertx vertx;
    private final DirectMemory memory;
    private final int mostHeldBack;
    private final Map<Object, SlowCaller> waiting = new LinkedHashMap<>();
    private boolean looks;
    private boolean looksAgain;

    /**
     * @param mostHeldBack calls whose upstream is not read
     */
    SlowCallers(Vertx vertx, DirectMemory memory, int mostHeldBack) {
        this.vertx = vertx;
        this.memory = memory;
        this.mostHeldBack = mostHeldBack;
    }

    /** For {@link Arrivals}. */
    void opened(Channel channel) {
        channel.attr(KEY).set(this);
        channel.pipeline().addFirst(new Unsent());
        channel.closeFuture().addListener(closed -> waiting.remove(channel));
    }

    /**
     * A call whose upstream is not read before its caller has taken more.
     *
     * @param cut ends the call
     */
    static void heldBack(HttpServerRequest request, Consumer<ApiException> cut) {
        SlowCallers callers = Taken.channel(request).attr(KEY).get();
        if (callers != null) {
            callers.add(key(request), SlowCaller.heldBack(request, cut));
        }
    }

    /** It has taken enough for its upstream to be read again. */
    static void goesOn(HttpServerRequest request) {
        SlowCallers callers = Taken.channel(request).attr(KEY).get();
        if (callers != null) {
            callers.forget(request);
        }
    }

    /** What is still unsent of it may lie there as long as any. */
    private void forget(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            waiting.remove(request);
        } else {
            Channel channel = Taken.channel(request);
            waiting.remove(channel);
            waiting.put(channel, SlowCaller.unsent(channel));
        }
    }

    private static Object key(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 ? request : Taken.channel(request);
    }

    private void add(Object key, SlowCaller caller) {
        waiting.put(key, caller);
        look();
        lookAgain();
    }

    private void lookAgain() {
        if (!looksAgain && !waiting.isEmpty()) {
            looksAgain = true;
            vertx.setTimer(LOOK_MILLIS, later -> {
                looksAgain = false;
                putInOrder();
                look();
                lookAgain();
            });
        }
    }

    private void putInOrder() {
        Map<Object, SlowCaller> moved = new LinkedHashMap<>();
        Iterator<Map.Entry<Object, SlowCaller>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Object, SlowCaller> caller = all.next();
            if (caller.getValue().hasAll()) {
                all.remove();
            } else if (caller.getValue().hasMoved()) {
                all.remove();
                moved.put(caller.getKey(), caller.getValue());
            }
        }
        waiting.putAll(moved);
    }

    /** What ends with a call that is cut off may write to a connection, and add it here. */
    private void look() {
        if (!looks) {
            looks = true;
            try {
                cutOffWhileShort();
            } finally {
                looks = false;
            }
        }
    }

    private void cutOffWhileShort() {
        int cut = 0;
        for (int each = waiting.size(); each > 0 && cut < MOST_AT_ONCE && !waiting.isEmpty() && isShort(); each--) {
            Object key = waiting.keySet().iterator().next();
            SlowCaller first = waiting.get(key);
            boolean moved = first.hasMoved();
            if (!moved && !first.hasAll() && !first.hasWaited(FEWEST_NANOS) && !isAcute()) {
                return;
            }
            waiting.remove(key);
            if (moved) {
                waiting.put(key, first);
            } else if (!first.hasAll()) {
                first.cutOff();
                cut++;
            }
        }
    }

    private boolean isShort() {
        return memory.isShort() || heldBack() > mostHeldBack;
    }

    private boolean isAcute() {
        return memory.isAcute() || heldBack() > mostHeldBack + mostHeldBack / 2L;
    }

    private long heldBack() {
        return waiting.size() <= mostHeldBack
                ? 0
                : waiting.values().stream().filter(SlowCaller::isHeldBack).count();
    }

    /** Sees what is left of each flush that goes to the socket. */
    private final class Unsent extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext context) {
            context.flush();
            Channel channel = context.channel();
            if (Taken.of(channel).unsent() == 0) {
                waiting.remove(channel);
            } else if (!waiting.containsKey(channel)) {
                add(channel, SlowCaller.unsent(channel));
            }
        }
    }
}

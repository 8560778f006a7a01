package dev.atmar.load.call;

import io.vertx.core.buffer.Buffer;

/**
 * Follows one answer that is an event stream: when its pieces of content came, how many tokens they are, and whether it
 * is whole. Streams of OpenAI's shape are understood; others have no pieces, and are whole when they end well.
 */
final class TokenMeter {
    private static final int LONGEST_LINE = 1 << 20;
    private static final String DONE = "[DONE]";

    private final DataLines lines = new DataLines(LONGEST_LINE, this::event);
    private final Buffer content;
    private final Gaps gaps = new Gaps();
    private long arrived;
    private long first;
    private long last;
    private int pieces;
    private long told = -1;
    private boolean any;
    private boolean chat;
    private boolean whole;
    private CallError fault;

    /**
     * @param keepsContent whether its text is put together; the answer's length bounds it
     */
    TokenMeter(boolean keepsContent) {
        this.content = keepsContent ? Buffer.buffer("{\"content\":\"") : null;
    }

    /**
     * @param now when the chunk arrived, a {@code System.nanoTime()} from before anything was done with it
     * @return why the stream has failed with this, or null
     */
    CallError read(Buffer chunk, long now) {
        arrived = now;
        if (fault == null && !lines.read(chunk)) {
            fault = CallError.of(ErrorType.TOO_LARGE, "a line of the stream is longer than " + LONGEST_LINE + " bytes");
        }
        return fault;
    }

    private void event(Buffer data) {
        any = true;
        if (isDone(data)) {
            whole = true;
            return;
        }
        ChatEvent event = ChatEvent.of(data);
        if (event.error() != null) {
            fault = CallError.of(ErrorType.STREAM_ERROR, event.error());
            return;
        }
        chat |= event.chat();
        whole |= event.finished();
        told = event.tokens() < 0 ? told : event.tokens();
        if (event.piece()) {
            piece(event.content());
        }
    }

    private static boolean isDone(Buffer data) {
        return data.length() <= DONE.length() + 2 && data.toString().strip().equals(DONE);
    }

    private void piece(Buffer text) {
        if (pieces == 0) {
            first = arrived;
        } else {
            gaps.add(arrived - last);
        }
        last = arrived;
        pieces++;
        if (content != null && text != null) {
            content.appendBuffer(text);
        }
    }

    /** What came of it when the answer has ended well, as far as HTTP can tell. */
    Outcome end(int status) {
        boolean ended = lines.end();
        if (fault != null) {
            return Outcome.failed(fault);
        }
        if (chat && !whole) {
            return incomplete("the stream ended after " + pieces + " pieces, without finish_reason and [DONE]");
        }
        if (!ended && !whole) {
            return incomplete("the stream ended within a line");
        }
        if (content == null) {
            return Outcome.succeeded(status, null);
        }
        if (!any) {
            return incomplete("the event stream held no data");
        }
        return Outcome.succeeded(status, chat ? content.appendString("\"}") : null);
    }

    private static Outcome incomplete(String message) {
        return Outcome.failed(CallError.of(ErrorType.INCOMPLETE, message));
    }

    Tokens tokens() {
        return new Tokens(first, last, pieces, told < 0 ? pieces : told, told >= 0, gaps);
    }
}

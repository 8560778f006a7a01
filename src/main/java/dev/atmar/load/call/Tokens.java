package dev.atmar.load.call;

/**
 * The tokens of one answer. Those of a stream are stamped when their bytes arrived, before anything was parsed; of an
 * answer in one piece only their number is known, if it says it. Times are {@code System.nanoTime()}.
 *
 * @param first when the first piece of content was there; means nothing when there were no pieces
 * @param last when the last piece of content was there
 * @param pieces deltas that held content
 * @param tokens of output, as the answer's {@code usage} says; the pieces where it does not say
 * @param toldByUsage whether {@code usage} said it
 * @param gaps between a piece and the next
 */
public record Tokens(long first, long last, int pieces, long tokens, boolean toldByUsage, Gaps gaps) {
    /** Of an answer that is no stream. */
    static Tokens told(long tokens) {
        return new Tokens(0, 0, 0, tokens, true, new Gaps());
    }
}

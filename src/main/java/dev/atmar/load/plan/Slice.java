package dev.atmar.load.plan;

/**
 * One of several equal parts of a plan, each of which another client carries out.
 *
 * @param index from 0
 * @param of how many parts; 1: the whole plan
 */
public record Slice(int index, int of) {
    public static final Slice WHOLE = new Slice(0, 1);
}

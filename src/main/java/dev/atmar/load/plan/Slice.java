package dev.atmar.load.plan;

/**
 * One of several equal parts of a plan, each of which another client carries out.
 *
 * @param index from 0
 * @param of how many parts; 1: the whole plan
 */
public record Slice(int index, int of) {
    public static final Slice WHOLE = new Slice(0, 1);

    /** Of so many, this part's: the first parts have one more where they cannot be equal. */
    public long shareOf(long many) {
        return many / of + (index < many % of ? 1 : 0);
    }
}

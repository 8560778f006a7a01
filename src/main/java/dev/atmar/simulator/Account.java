package dev.atmar.simulator;

/**
 * One account, whose keys share its limit.
 *
 * @param name shown instead of its keys: {@code account-1}, {@code account-2} in order of appearance
 */
record Account(String name, Tally tally) {}

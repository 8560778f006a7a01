package dev.atmar.relay.account;

/**
 * What the accounts of callers' own keys come to, all together.
 *
 * @param accounts that are remembered or in use
 * @param limit the sum of what they are held to
 */
public record CallersTotals(int accounts, long limit, long inFlight, long waiting) {}

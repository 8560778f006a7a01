package dev.atmar.load.plan;

/**
 * What is kept of a run beside its summary.
 *
 * @param results what each task gave
 * @param samples each request's clocks, published on {@code atmar.load.samples} as it ends
 * @param details what charts are drawn from: times over time, spans of single requests, hops, histograms
 */
public record Keep(boolean results, boolean samples, boolean details) {}

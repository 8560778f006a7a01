package dev.atmar.load.measure;

/** Whoever wants to know of each request that has ended: sums, charts, files. On the run's event loop. */
public interface Samples {
    void add(Sample sample);
}

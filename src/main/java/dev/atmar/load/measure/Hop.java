package dev.atmar.load.measure;

/**
 * What one answer's {@code Server-Timing} says of one part of its way.
 *
 * @param name the hop, such as {@code relay}, or a part of it after a dot: {@code relay.q} is the wait in it,
 *     {@code relay.pool} that for a connection, {@code relay.down} the time downstream, {@code relay.loop} the lag of its
 *     event loop
 */
record Hop(String name, double millis) {}

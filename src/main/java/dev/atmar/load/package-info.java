/**
 * The load engine: a plan says what is sent and when, calls carry it, and a run records what came of it. A run and all
 * it has belong to one event loop.
 */
package dev.atmar.load;

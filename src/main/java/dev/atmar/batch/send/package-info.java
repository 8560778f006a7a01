/** The part of a batch that sends: attempts, limits, budgets and retries, all on one event loop. */
package dev.atmar.batch.send;

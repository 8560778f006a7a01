/** The results of a batch: a file that is appended to, and from which a run that was killed goes on. */
package dev.atmar.batch.output;

/** The tasks of a batch: a file of lines, read twice, in memory that does not grow with it. */
package dev.atmar.batch.input;

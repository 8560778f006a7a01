/** A file of tasks, each called until it has a result, and a file of results that survives whatever happens. */
package dev.atmar.batch;

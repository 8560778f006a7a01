/** The command line: one class a command, exit codes, progress. Nothing imports it. */
package dev.atmar.cli;

/**
 * The benchmarks: atmar's built jar, nginx and HAProxy as processes on this machine, in turn and in one run. What is
 * compared is what they cost beside each other; a figure alone is that of one machine on one day.
 */
package dev.atmar.bench;

/** The parts put together: the suite that {@code serve} runs, and the demo. */
package dev.atmar.app;

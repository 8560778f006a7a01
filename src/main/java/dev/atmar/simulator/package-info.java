/** A DeepSeek that costs nothing: its latency, account limits, streaming and faults. */
package dev.atmar.simulator;

/** One request in flight, over HTTP or the event bus: how it is sent, its clocks, and what came of it. */
package dev.atmar.load.call;

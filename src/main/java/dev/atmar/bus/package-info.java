/** The event bus: its addresses, and consumers that always reply. */
package dev.atmar.bus;

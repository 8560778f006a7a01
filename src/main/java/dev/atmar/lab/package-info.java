/** The sleep lab, where ways of waiting can be compared on real sockets, and the comparison that does it. */
package dev.atmar.lab;

/** The guard for callers' URLs: how they are read, what they resolve to, and what is refused. */
package dev.atmar.relay.guard;

/** The relay: what callers ask for is asked of an upstream, synchronously for the baseline, else asynchronously. */
package dev.atmar.relay;

/** A server whose latency is known exactly, and what it takes to hold a client's figures against it. */
package dev.atmar.bench.exact;

/** What can be seen of the relay from outside: a line for each request, and metrics. */
package dev.atmar.relay.watch;

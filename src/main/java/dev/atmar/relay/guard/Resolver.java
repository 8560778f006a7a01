package dev.atmar.relay.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a name, and blocks meanwhile. */
@FunctionalInterface
interface Resolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
}

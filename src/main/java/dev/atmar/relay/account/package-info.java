/** Accounts at upstreams: their keys, what they serve, what they bear, and which one a call goes to. */
package dev.atmar.relay.account;

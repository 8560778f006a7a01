/** How many calls may be in flight: permits, and a bounded queue for those who wait for one. */
package dev.atmar.limit;

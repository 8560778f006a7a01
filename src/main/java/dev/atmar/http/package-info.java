/** What every HTTP part shares: one error shape, request bodies as slices, deadlines, draining. */
package dev.atmar.http;

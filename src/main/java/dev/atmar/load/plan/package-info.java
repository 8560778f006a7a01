/** What is to be sent, and when: a plan is a message, and so is a slice of it. */
package dev.atmar.load.plan;

/** A run's result as one HTML page that needs no network. It reads the result's JSON, and knows of no run. */
package dev.atmar.load.report;

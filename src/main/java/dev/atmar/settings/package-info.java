/** What can be set: records, built and checked once from defaults, file, environment and command line. */
package dev.atmar.settings;

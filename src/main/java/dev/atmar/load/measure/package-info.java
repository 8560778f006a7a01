/** What a run's calls add up to. Nothing here sends anything. */
package dev.atmar.load.measure;

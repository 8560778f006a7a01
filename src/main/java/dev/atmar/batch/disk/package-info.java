/** Files that are larger than memory: read by lines, ids joined from disk, a file replaced as a whole. */
package dev.atmar.batch.disk;

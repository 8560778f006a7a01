/** JSON as bytes: scanned once, its parts passed on as slices; and the fields of a small document, read with clear errors. */
package dev.atmar.http.json;

package dev.atmar.batch;

import java.nio.file.Path;

/** provisional */
public record FileOptions(Path input, Path output, Path failed) {}

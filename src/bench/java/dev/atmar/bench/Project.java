package dev.atmar.bench;

import java.nio.file.Path;

/** Where things are: the project's root, and in it what is measured and what measures. */
final class Project {
    private static final Path ROOT =
            Path.of(System.getProperty("atmar.root", "")).toAbsolutePath();

    /** Relative, as everywhere: an archive of classes fits the path of the jar as it was written when it was made. */
    static final String JAR = "target/atmar.jar";

    /** The one start line of the relay: an argument file of {@code java}. */
    static final String START_LINE = "conf/atmar.options";

    private Project() {}

    /** Where every child runs: paths in the start line may be relative. */
    static Path root() {
        return ROOT;
    }

    static Path jar() {
        return ROOT.resolve(JAR);
    }

    static Path archive() {
        return ROOT.resolve("target/atmar.jsa");
    }

    static Path startLine() {
        return ROOT.resolve(START_LINE);
    }

    static Path script() {
        return ROOT.resolve("src/bench/post.lua");
    }

    /** That of the JVM which runs this, for every JVM that is started. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

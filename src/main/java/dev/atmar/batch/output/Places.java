package dev.atmar.batch.output;

import dev.atmar.batch.BatchRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of a batch are, checked before anything is read or sent. */
public final class Places {
    private Places() {}

    /**
     * Where the output really is, so that two names of one file are one output.
     *
     * @throws BatchRefusal when results cannot be written there, or two of the files are the same
     */
    public static Path output(Path input, Path output, Path failed) throws IOException {
        requireWritable(output);
        requireWritable(failed);
        refuseSame(input, output, "the input");
        refuseSame(input, failed, "the input");
        refuseSame(output, failed, "the output");
        if (Files.exists(output)) {
            return output.toRealPath();
        }
        Path absolute = output.toAbsolutePath().normalize();
        return Files.isSymbolicLink(absolute)
                ? absolute.getParent().resolve(Files.readSymbolicLink(absolute)).normalize()
                : absolute;
    }

    /**
     * Of the first run to an output, which has written no failed tasks yet.
     *
     * @throws BatchRefusal when something is in the file for them already, which would be lost
     */
    public static void requireOurs(Path failed) throws IOException {
        if (Files.exists(failed) && Files.size(failed) > 0) {
            throw new BatchRefusal(failed
                    + ": it is there already, and not this batch's (expected for failed tasks: a new" + " file)");
        }
    }

    private static void requireWritable(Path path) throws BatchRefusal {
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new BatchRefusal(path + ": a folder (expected: a file)");
        }
        if (!Files.isDirectory(folder)) {
            throw new BatchRefusal(path + ": there is no folder " + folder + " (expected: one that is there)");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new BatchRefusal(path + ": a pipe or device (expected: a file)");
        }
        if (!Files.isWritable(folder) || Files.exists(path) && !Files.isWritable(path)) {
            throw new BatchRefusal(path + ": cannot be written (expected: a file and a folder that can)");
        }
    }

    private static void refuseSame(Path one, Path other, String what) throws IOException {
        boolean same = Files.exists(one) && Files.exists(other)
                ? Files.isSameFile(one, other)
                : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        if (same) {
            throw new BatchRefusal(other + ": it is " + what + " (expected: another file)");
        }
    }
}

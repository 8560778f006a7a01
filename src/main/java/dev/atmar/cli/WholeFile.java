package dev.atmar.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: written beside its place and then moved there, over what was there before.
 * The file beside it is made at once, so that what cannot be written is known before it is needed. A device or a pipe is
 * written as it is.
 */
final class WholeFile implements AutoCloseable {
    private final OutputPath path;
    private final Path beside;

    private WholeFile(OutputPath path, Path beside) {
        this.path = path;
        this.beside = beside;
    }

    /**
     * @throws dev.atmar.settings.SettingsException naming the option, when it cannot be written
     */
    static WholeFile open(String option, Path given) {
        OutputPath path = OutputPath.of(option, given);
        try {
            return new WholeFile(path, path.isSpecial() ? null : create(path.target()));
        } catch (IOException e) {
            throw path.refused(e);
        }
    }

    /** In the same folder, for a file cannot be moved to another disk at once. */
    private static Path create(Path target) throws IOException {
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        return Files.write(
                target.resolveSibling(name),
                new byte[0],
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (beside == null) {
            Files.write(path.target(), bytes, StandardOpenOption.WRITE);
            return;
        }
        Files.write(beside, bytes);
        Files.move(beside, path.target(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    String complaint(IOException failure) {
        return path.complaint(failure);
    }

    /** What was not written leaves nothing. */
    @Override
    public void close() {
        try {
            if (beside != null) {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            // an empty file stays behind, which says of itself what it is
        }
    }
}

package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where an option says that a file is to be written.
 *
 * @param path as it was given
 * @param target the same, links followed
 */
record OutputPath(String option, Path path, Path target) {
    /**
     * @throws SettingsException when it is a folder, or in none
     */
    static OutputPath of(String option, Path path) {
        if (Files.isDirectory(path)) {
            throw new SettingsException(option, path + " is a folder (expected: a file)");
        }
        Path absolute = path.toAbsolutePath();
        if (absolute.getParent() == null || !Files.isDirectory(absolute.getParent())) {
            throw new SettingsException(option, path + " is in no folder that exists (expected: one that does)");
        }
        return new OutputPath(option, path, linksFollowed(absolute));
    }

    private static Path linksFollowed(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    /** Whether it is a device, a pipe or the like, which cannot be replaced by another file. */
    boolean isSpecial() {
        return Files.exists(target) && !Files.isRegularFile(target);
    }

    SettingsException refused(IOException failure) {
        return new SettingsException(
                option,
                path + " cannot be written: " + reason(failure) + " (expected: a file " + "that may be written)");
    }

    /** What is said once the run has been. */
    String complaint(IOException failure) {
        return option + ": " + path + " could not be written: " + reason(failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        return failure instanceof FileSystemException
                ? failure.getClass().getSimpleName().replace("Exception", "")
                : failure.getMessage();
    }
}

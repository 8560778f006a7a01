package dev.atmar.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The README's fenced blocks. */
final class Readme {
    /**
     * A block.
     *
     * @param language what stands behind its opening fence
     */
    record Block(String language, String text) {}

    private Readme() {}

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        StringBuilder open = null;
        String language = "";
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (!line.startsWith("```")) {
                if (open != null) {
                    open.append(line).append('\n');
                }
            } else if (open == null) {
                open = new StringBuilder();
                language = line.substring(3).strip();
            } else {
                blocks.add(new Block(language, open.toString()));
                open = null;
            }
        }
        return blocks;
    }

    static List<Block> blocks(String language) throws IOException {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}

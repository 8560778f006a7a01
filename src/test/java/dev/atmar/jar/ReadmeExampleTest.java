package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's Java examples compile and run as they stand there. */
class ReadmeExampleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"OwnProgram", "Blocking"})
    void example_compilesRunsAndPrintsAnswers(String name) throws Exception {
        String source = source(name);
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-Xlint:all,-processing,-classfile",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
        assertThat(result).isZero();
        assertThat(run(name)).contains("三个", "30 of 30 answered");
    }

    private static String source(String name) throws Exception {
        Pattern named = Pattern.compile("class " + name + " ");
        List<String> found = Readme.blocks("java").stream()
                .map(Readme.Block::text)
                .filter(text -> {
                    Matcher matcher = named.matcher(text);
                    return matcher.find();
                })
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** What it prints, until its {@code main} has returned and its last line is there. */
    private String run(String name) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }
}

package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the built jar is made of. */
class JarIT {
    private static final int JAVA_17 = 61;

    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(AtmarProcess.jar().toFile());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void manifest_namesWhatTheJvmNeedsToKnow() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.atmar.cli.Main");
        assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
        assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
    }

    @Test
    void ourClasses_areJava17() {
        assertThat(jar.stream().filter(entry -> entry.getName().matches("dev/atmar/.*\\.class")))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(majorVersion(entry)).isEqualTo(JAVA_17));
    }

    @Test
    void defaultsAndServices_areInside() {
        assertThat(jar.getEntry("atmar.json")).isNotNull();
        assertThat(jar.getEntry("META-INF/services/ch.qos.logback.classic.spi.Configurator"))
                .isNotNull();
        assertThat(jar.getEntry("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
                .isNotNull();
    }

    @Test
    void signaturesOfOthers_areLeftOut() {
        assertThat(jar.stream().map(JarEntry::getName))
                .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
    }

    private static int majorVersion(JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}

package dev.atmar.batch.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdFileTest {
    private static final int MANY = 100_000;

    @TempDir
    private Path folder;

    @Test
    void ofAHundredThousandIds_eachIsFoundAtItsPlace() throws IOException {
        try (IdFile tasks = IdFile.create(folder, MANY * 20L);
                IdFile results = tasks.sibling(folder)) {
            for (int index = 0; index < MANY; index++) {
                tasks.add("task_" + index, index, index + 1);
                results.add("task_" + (MANY + MANY / 2 - index), index, 0);
            }
            BitSet found = new BitSet();
            int[] foreign = new int[1];
            tasks.join(results, (own, place, mark) -> {
                if (own < 0) {
                    foreign[0]++;
                } else {
                    assertThat(own).isEqualTo(MANY + MANY / 2 - place);
                    found.set((int) own);
                }
            });
            assertThat(found.cardinality()).isEqualTo(MANY / 2 - 1);
            assertThat(foreign[0]).isEqualTo(MANY / 2 + 1);
            assertThat(tasks.twice()).isNull();
        }
    }

    @Test
    void ofIdsThatAreThereTwice_theFirstInTheFileIsTold() throws IOException {
        try (IdFile tasks = IdFile.create(folder, 0)) {
            for (int index = 0; index < MANY; index++) {
                tasks.add("task_" + index, index, index + 1);
            }
            tasks.add("task_70", MANY, MANY + 1);
            tasks.add("task_8", MANY + 1, MANY + 2);
            assertThat(tasks.twice()).isEqualTo(new IdFile.Twice(71, MANY + 1));
        }
    }

    @Test
    void nothingIsInTheFolder_evenWhileItIsOpen() throws IOException {
        try (IdFile ids = IdFile.create(folder, 0);
                OffsetFile offsets = OffsetFile.create(folder);
                Stream<Path> files = Files.list(folder)) {
            ids.add("a", 0, 0);
            offsets.put(3, 17);
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anOffsetIsWhatWasPutThere_orNone() throws IOException {
        try (OffsetFile offsets = OffsetFile.create(folder)) {
            long far = (1 << 20) + 5L;
            offsets.put(far, 1L << 40);
            offsets.put(0, 0);
            assertThat(offsets.get(far)).isEqualTo(1L << 40);
            assertThat(offsets.get(0)).isZero();
            assertThat(offsets.get(1)).isEqualTo(-1);
            assertThat(offsets.get(10 * far)).isEqualTo(-1);
        }
    }
}

package dev.atmar.batch.output;

import dev.atmar.batch.disk.IdFile;
import dev.atmar.batch.disk.OffsetFile;
import dev.atmar.batch.disk.ReplacedFile;
import dev.atmar.batch.input.InputFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The output written anew in the order of the input: first where the result of each task begins, on disk, then the lines
 * in that order. Results of no task of the input come last. Until it takes its place the output stays as it is, and a
 * run that was killed leaves this to the next one.
 */
public final class InputOrder {
    private final Path output;
    private final OffsetFile offsets;
    private final OffsetFile others;
    private long most = -1;
    private long foreign;

    private InputOrder(Path output, OffsetFile offsets, OffsetFile others) {
        this.output = output;
        this.offsets = offsets;
        this.others = others;
    }

    /**
     * @param tasks the ids of the input, with their indexes
     */
    public static void restore(Path output, InputFormat format, IdFile tasks) throws IOException {
        Path folder = output.getParent();
        try (IdFile results = tasks.sibling(folder);
                OffsetFile offsets = OffsetFile.create(folder);
                OffsetFile others = OffsetFile.create(folder)) {
            FoundResults.in(output, format, results);
            InputOrder order = new InputOrder(output, offsets, others);
            tasks.join(results, (index, place, mark) -> order.add(index, place));
            order.write();
        }
    }

    private void add(long index, long place) throws IOException {
        if (index < 0 || offsets.get(index) >= 0) {
            others.put(foreign++, place);
        } else {
            offsets.put(index, place);
            most = Math.max(most, index);
        }
    }

    private void write() throws IOException {
        if (isOrdered()) {
            return;
        }
        try (ReplacedFile anew = ReplacedFile.of(output);
                LinePicker lines = new LinePicker(FileChannel.open(output, StandardOpenOption.READ))) {
            copy(offsets, most + 1, lines, anew);
            copy(others, foreign, lines, anew);
            anew.replace();
        }
    }

    private boolean isOrdered() throws IOException {
        long last = -1;
        for (long index = 0; index <= most; index++) {
            long place = offsets.get(index);
            if (place >= 0 && place < last) {
                return false;
            }
            last = Math.max(last, place);
        }
        return foreign == 0;
    }

    private static void copy(OffsetFile places, long count, LinePicker lines, ReplacedFile anew) throws IOException {
        for (long index = 0; index < count; index++) {
            long place = places.get(index);
            if (place >= 0) {
                anew.line(lines.at(place));
            }
        }
    }
}

package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is not closed stands for one whose process was killed: what it holds is in its file all the same. */
final class InFlightJournalTest {
    @TempDir
    private Path folder;

    private InFlightJournal open(int slots, long... finished) throws IOException {
        return InFlightJournal.open(folder.resolve("out.inflight"), slots, task -> {
            for (long one : finished) {
                if (one == task) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void callsInFlightWhenItEnded_areCountedByTheNext() throws IOException {
        InFlightJournal killed = open(4);
        for (long task = 0; task < 4; task++) {
            int slot = killed.take();
            killed.sent(slot, task);
        }

        InFlightJournal next = open(4);

        assertThat(next.repeated()).isEqualTo(4);
        assertThat(next.repeatedInAll()).isEqualTo(4);
    }

    @Test
    void theFirstTask_isNotTakenForNone() throws IOException {
        InFlightJournal killed = open(1);
        killed.sent(killed.take(), 0);
        assertThat(open(1).repeated()).isEqualTo(1);
    }

    @Test
    void whatWasWrittenBeforeItsSlotWasReleased_isNotRepeated() throws IOException {
        InFlightJournal killed = open(2);
        killed.sent(killed.take(), 7);
        killed.sent(killed.take(), 8);
        assertThat(open(2, 7).repeated()).isEqualTo(1);
    }

    @Test
    void whatHasFailed_orIsReleased_isNotRepeated() throws IOException {
        InFlightJournal killed = open(2);
        int failed = killed.take();
        killed.sent(failed, 7);
        killed.failed(failed);
        int done = killed.take();
        killed.sent(done, 8);
        killed.release(done);
        assertThat(open(2).repeated()).isZero();
    }

    @Test
    void severalKills_addUp() throws IOException {
        InFlightJournal first = open(2);
        first.sent(first.take(), 1);
        InFlightJournal second = open(3);
        second.sent(second.take(), 1);
        second.sent(second.take(), 2);

        InFlightJournal third = open(1);

        assertThat(third.repeated()).isEqualTo(2);
        assertThat(third.repeatedInAll()).isEqualTo(3);
    }

    @Test
    void aFileThatIsNoJournal_countsNothing() throws IOException {
        Files.write(folder.resolve("out.inflight"), new byte[] {1, 2, 3});
        assertThat(open(2).repeatedInAll()).isZero();
    }

    @Test
    void itIsRemoved_onlyWhenNothingIsLeftToDo() throws IOException {
        open(2).close(false);
        assertThat(folder.resolve("out.inflight")).exists();
        open(2).close(true);
        assertThat(folder).isEmptyDirectory();
    }
}

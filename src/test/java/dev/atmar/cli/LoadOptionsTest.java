package dev.atmar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atmar.load.plan.Arrivals;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the options of {@code load} say, as a plan; and what they refuse to say. */
class LoadOptionsTest {
    @TempDir
    private Path folder;

    @Command
    private static final class Bare {
        @Mixin
        private LoadOptions options;
    }

    private static JsonObject plan(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("http://127.0.0.1:1/");
        Bare bare = new Bare();
        new CommandLine(bare).parseArgs(arguments.toArray(String[]::new));
        return bare.options.plan(true);
    }

    private static Plan read(String... options) {
        return Plan.fromJson(plan(options), LoadSettings.of(new JsonObject()));
    }

    private static Arrivals.Open open(String... options) {
        return (Arrivals.Open) read(options).arrivals();
    }

    @Test
    void withoutARate_soManyAreInFlight() {
        assertThat(read().arrivals()).isEqualTo(new Arrivals.Closed(3));
        assertThat(read().count()).isEqualTo(3);
        assertThat(read("--concurrent=7").arrivals()).isEqualTo(new Arrivals.Closed(7));
        assertThat(read("--concurrent=7").count()).isEqualTo(7);
        assertThat(read("--duration=2s").count()).isZero();
        assertThat(read("--duration=2s").durationMillis()).isEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource({"50,50", "50/s,50", "300/m,5", "0.5,0.5", "7200/h,2"})
    void rate_isPerSecond(String text, double perSecond) {
        assertThat(open("--rate", text, "--duration=1s").stages())
                .containsExactly(new Arrivals.Stage(perSecond, perSecond, 0));
    }

    @Test
    void poisson_hasASeed() {
        Arrivals.Open open = open("--rate=5", "--count=9", "--poisson", "--seed=77", "--max-in-flight=12");

        assertThat(open.poisson()).isTrue();
        assertThat(open.seed()).isEqualTo(77);
        assertThat(open.maxInFlight()).isEqualTo(12);
        assertThat(open("--rate=5", "--count=9").poisson()).isFalse();
    }

    @Test
    void ramp_lastsAsLongAsTheDuration() {
        assertThat(open("--ramp=0..600/m", "--duration=8s").stages()).containsExactly(new Arrivals.Stage(0, 10, 8000));
    }

    @Test
    void steps_shareTheDuration_orHaveALengthOfTheirOwn() {
        assertThat(open("--steps=10,20,50", "--duration=9s").stages())
                .containsExactly(
                        new Arrivals.Stage(10, 10, 3000),
                        new Arrivals.Stage(20, 20, 3000),
                        new Arrivals.Stage(50, 50, 3000));
        assertThat(open("--steps=10,20", "--step=5s").stages())
                .containsExactly(new Arrivals.Stage(10, 10, 5000), new Arrivals.Stage(20, 20, 5000));
        assertThat(read("--steps=10,20", "--step=5s").durationMillis()).isEqualTo(10_000);
    }

    @Test
    void verdictAndSlice_areThePlans() {
        Plan plan = read("--slo=p99<20s", "--fail-if=p99>500ms", "--fail-if", "errors>1%", "--abort-early");

        assertThat(plan.slo().text()).isEqualTo("p99<20s");
        assertThat(plan.failIf()).hasSize(2);
        assertThat(plan.abortEarly()).isTrue();
        assertThat(read("--slice=2/3").slice().index()).isEqualTo(1);
        assertThat(read("--slice=2/3").slice().of()).isEqualTo(3);
    }

    @Test
    void rows_areAskedForWhereAFileTakesThem() {
        assertThat(read().keep().samples()).isFalse();
        assertThat(read("--csv=x.csv").keep().samples()).isTrue();
        assertThat(read("--jsonl=x.jsonl").keep().samples()).isTrue();
        assertThat(read("--junit=x.xml").keep().samples()).isFalse();
    }

    @Test
    void aList_isSentOnce_withARateToo() throws Exception {
        Path list = Files.writeString(folder.resolve("list.json"), "[1, 2, 3]");

        Plan plan = read("--params=" + list, "--rate=5");

        assertThat(plan.repeats()).isFalse();
        assertThat(plan.tasks()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--concurrent=2 --rate=5 --count=1     | --concurrent: given together with --rate",
                "--concurrent=2 --steps=5 --step=1s    | --concurrent: given together with --rate, --ramp or --steps",
                "--rate=5                              | --rate: no end (expected: --duration or --count",
                "--rate=5 --ramp=1..2 --duration=1s    | --rate: given together with --ramp",
                "--rate=5 --steps=1,2 --duration=1s    | --rate: given together with --steps",
                "--ramp=1..2 --steps=1,2 --duration=1s | --ramp: given together with --steps",
                "--ramp=1..2                           | --ramp: given alone (expected: --duration beside it)",
                "--steps=1,2                           | --steps: given alone (expected: --duration or --step",
                "--step=1s                             | --step: given alone (expected: --steps beside it)",
                "--step=1s --steps=1 --duration=1s     | --step: given together with --duration",
                "--poisson                             | --poisson: given alone (expected: --rate, --ramp or --steps",
                "--rate=5 --count=1 --seed=4           | --seed: given alone (expected: --poisson beside it)",
                "--max-in-flight=9                     | --max-in-flight: given alone (expected: --rate, --ramp",
                "--count=1 --duration=1s               | --count: given together with --duration",
                "--abort-early                         | --abort-early: given alone (expected: --fail-if",
                "--rate=0 --count=1                    | --rate': value: 0 (expected: more than 0",
                "--rate=fast --count=1                 | --rate': value: fast (expected: requests per second",
                "--ramp=5 --duration=1s                | --ramp': value: 5 (expected: two rates such as 10..200",
                "--ramp=0..0 --duration=1s             | --ramp': value: 0..0 (expected: two rates",
                "--steps=1,,2 --duration=1s            | --steps': value: 1,,2 (expected: rates such as 10,20,50",
                "--slice=0/3                           | --slice': value: 0/3 (expected: a part such as 1/3",
                "--slice=4/3                           | --slice': value: 4/3 (expected: a part such as 1/3",
            })
    void contradictions_areRefusedNamingTheOptionAndWhatIsExpected(String line, String complaint) {
        Throwable refusal = catchThrowable(() -> read(line.split(" +")));

        assertThat(refusal).isNotNull().hasMessageContaining(complaint);
    }
}

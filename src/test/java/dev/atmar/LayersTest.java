package dev.atmar;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Deployable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the arrows between the packages, and those of the conventions that byte code shows:
 * {@code cli -> app -> relay, lab, load, probe, batch, simulator -> limit, http, bus -> settings}.
 */
final class LayersTest {
    private static final List<String> PARTS = List.of("limit", "http", "bus", "settings");

    /** Each package with the ones of ours it may import; a package that is not here must not exist. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("settings", List.of()),
            Map.entry("http", List.of("settings")),
            Map.entry("limit", List.of("http", "settings")),
            Map.entry("bus", List.of("http", "settings")),
            Map.entry("relay", PARTS),
            Map.entry("lab", PARTS),
            Map.entry("load", PARTS),
            Map.entry("simulator", PARTS),
            Map.entry("probe", List.of("load", "limit", "http", "bus", "settings")),
            Map.entry("batch", List.of("load", "limit", "http", "bus", "settings")),
            Map.entry(
                    "app",
                    List.of("relay", "lab", "load", "probe", "batch", "simulator", "limit", "http", "bus", "settings")),
            Map.entry(
                    "cli",
                    List.of(
                            "app",
                            "relay",
                            "lab",
                            "load",
                            "probe",
                            "batch",
                            "simulator",
                            "limit",
                            "http",
                            "bus",
                            "settings")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.atmar");

    static Stream<Arguments> arrows() {
        return ARROWS.entrySet().stream().map(arrow -> Arguments.of(arrow.getKey(), arrow.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void aPackageImportsOnlyWhatIsBelowIt(String from, List<String> to) {
        String[] forbidden = ARROWS.keySet().stream()
                .filter(other -> !other.equals(from) && !to.contains(other))
                .map(LayersTest::inside)
                .toArray(String[]::new);
        if (forbidden.length > 0) {
            check(noClasses()
                    .that()
                    .resideInAPackage(inside(from))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden));
        }
    }

    @Test
    void everyClassIsInOneOfThePackages() {
        String[] known = ARROWS.keySet().stream().map(LayersTest::inside).toArray(String[]::new);
        check(classes().should().resideInAnyPackage(known));
    }

    @Test
    void thereIsNoCycle() {
        check(slices().matching("dev.atmar.(*)..").should().beFreeOfCycles());
    }

    @Test
    void aVerticleThatOthersDeployIsCalledOne() {
        check(classes()
                .that()
                .areAssignableTo(Deployable.class)
                .and()
                .arePublic()
                .should()
                .haveSimpleNameEndingWith("Verticle"));
    }

    @Test
    void aFieldOfAVerticleIsNotSharedByAll() {
        check(fields().that()
                .areDeclaredInClassesThat(assignableTo(Deployable.class))
                .and()
                .areStatic()
                .should()
                .beFinal());
    }

    @Test
    void namesAreWordsOfTheField() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helpers?|Manager)"));
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(noClasses()
                .that(resideOutsideOfPackage(inside("cli")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void nothingLocksButWhatIsSharedByEventLoops() {
        check(noClasses()
                .that(assignableTo(Deployable.class))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent.atomic..")
                        .or(resideInAPackage("java.util.concurrent.locks.."))));
    }

    @Test
    void theRulesHaveSomethingToLookAt() {
        assertThat(OURS.contain("dev.atmar.http.Front")).isTrue();
        assertThat(OURS.contain("dev.atmar.settings.Settings")).isTrue();
    }

    /** A rule about a package that does not exist yet holds. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }

    private static String inside(String name) {
        return "dev.atmar." + name + "..";
    }
}

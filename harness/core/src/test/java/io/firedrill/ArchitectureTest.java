package io.firedrill;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the house (docs/design.md). */
class ArchitectureTest {

    /** A room, and the rooms that its arrows point to; an arrow carries on to what that room may import. */
    private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("scenario", List.of());
        ARROWS.put("evidence", List.of());
        ARROWS.put("kafka", List.of("scenario", "evidence"));
        ARROWS.put("region", List.of("kafka"));
        ARROWS.put("network", List.of("region"));
        ARROWS.put("replication", List.of("network"));
        ARROWS.put("workload", List.of("network"));
        ARROWS.put("fault", List.of("workload", "replication"));
        ARROWS.put("failover", List.of("workload", "replication"));
        ARROWS.put("drill", List.of("fault", "failover"));
        ARROWS.put("audit", List.of("scenario", "evidence"));
    }

    /** Rooms that start children, and so name classes of the module that runs inside them. */
    private static final Set<String> STARTERS = Set.of("region", "replication", "workload");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firedrill");

    @Test
    void everyRoomImportsOnlyWhatItsArrowsReach() {
        for (String room : ARROWS.keySet()) {
            reachesOnlyItsArrows("io.firedrill", room).check(HOUSE);
        }
    }

    @Test
    void anImportAgainstTheArrowsIsFound() {
        String root = "io.firedrill.architecture.violation";
        JavaClasses broken = new ClassFileImporter().importPackages(root);

        assertThatThrownBy(() -> reachesOnlyItsArrows(root, "audit").check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Finding")
                .hasMessageContaining("Broker");
        reachesOnlyItsArrows(root, "kafka").check(broken);
    }

    @Test
    void anArrowCarriesOn() {
        assertThat(reach("drill"))
                .containsExactlyInAnyOrder(
                        "fault",
                        "failover",
                        "workload",
                        "replication",
                        "network",
                        "region",
                        "kafka",
                        "scenario",
                        "evidence");
        assertThat(reach("workload")).containsExactlyInAnyOrder("network", "region", "kafka", "scenario", "evidence");
        assertThat(reach("audit")).containsExactlyInAnyOrder("scenario", "evidence");
    }

    @Test
    void onlyRoomsThatStartChildrenKnowWhatRunsInThem() {
        noClasses()
                .that()
                .resideInAnyPackage(ARROWS.keySet().stream()
                        .filter(room -> !STARTERS.contains(room))
                        .map(room -> inside("io.firedrill", room))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.firedrill.launch..")
                .check(HOUSE);
    }

    @Test
    void whatRunsInsideAChildKnowsNothingOfTheHouse() {
        noClasses()
                .that()
                .resideInAPackage("io.firedrill.launch..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.firedrill..").and(not(resideInAPackage("io.firedrill.launch.."))))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void theAuditKnowsNeitherKafkaNorProxies() {
        noClasses()
                .that()
                .resideInAnyPackage("io.firedrill.audit..", "io.firedrill.evidence..", "io.firedrill.scenario..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "eu.rekawek.toxiproxy..", "com.github.dockerjava..")
                .check(HOUSE);
    }

    @Test
    void roomsGoNotInCircles() {
        slices().matching("io.firedrill.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    private static ArchRule reachesOnlyItsArrows(String root, String room) {
        Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
        forbidden.removeAll(reach(room));
        forbidden.remove(room);
        return noClasses()
                .that()
                .resideInAPackage(inside(root, room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream().map(other -> inside(root, other)).toArray(String[]::new))
                .allowEmptyShould(true)
                .as(room + " imports only " + reach(room));
    }

    private static Set<String> reach(String room) {
        Set<String> reached = new TreeSet<>();
        for (String next : ARROWS.getOrDefault(room, List.of())) {
            reached.add(next);
            reached.addAll(reach(next));
        }
        return reached;
    }

    private static String inside(String root, String room) {
        return root + "." + room + "..";
    }
}

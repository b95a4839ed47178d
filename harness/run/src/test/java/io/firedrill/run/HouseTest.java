package io.firedrill.run;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the arrows between modules don't say by themselves. */
class HouseTest {

    private static final JavaClasses REPORTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firedrill.reports");

    @Test
    void reportsReadResultAndEvidenceAndNeverALiveCluster() {
        noClasses()
                .that()
                .resideInAPackage("io.firedrill.reports..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.firedrill.kafka..",
                        "io.firedrill.region..",
                        "io.firedrill.network..",
                        "io.firedrill.replication..",
                        "io.firedrill.workload..",
                        "io.firedrill.fault..",
                        "io.firedrill.failover..",
                        "io.firedrill.drill..",
                        "io.firedrill.launch..",
                        "org.apache.kafka..")
                .check(REPORTS);
    }
}

package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose journals a test writes fact by fact, and what is said of them when they are loaded. */
abstract class FactsOfJournals {
    @TempDir
    Path temp;

    final Catalogue catalogue = new Catalogue(
            List.of("us-east", "us-west"),
            ToldFacts.TOPICS,
            List.of(new Catalogue.Producer("order-service-0", "order-service", ToldFacts.ORDERS, 10, 100)),
            List.of(new Catalogue.Group("billing", "billing", List.of(0, 1, 2))),
            List.of(new Catalogue.Store("order-service", "before", List.of(0))));

    RunFolder folder;
    JournalClocks clocks = JournalClocks.ONE;
    Troubles troubles = new Troubles();

    @BeforeEach
    void folder() {
        folder = new RunFolder(temp.resolve("run"));
    }

    static void write(Path journal, String region, int incarnation, Consumer<FactSink> facts) throws IOException {
        try (JournalWriter writer = new JournalWriter(journal, region, incarnation, 1 << 16)) {
            facts.accept(writer);
        }
    }

    /** The journal of a region's worker. */
    void journal(String region, int incarnation, Consumer<FactSink> facts) throws IOException {
        write(folder.journal(region, incarnation), region, incarnation, facts);
    }

    Facts load(int threads) {
        troubles = new Troubles();
        try (Crew crew = new Crew(threads)) {
            return FactsLoader.load(folder, catalogue, clocks, troubles, new Auditor.Means(Scratch.HEAP, crew));
        }
    }

    /** What is said of the folder. */
    List<String> said() {
        load(2);
        return troubles.sentences();
    }
}

package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.RecordTrace;
import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.export.Exporter;
import io.firedrill.export.Format;
import io.firedrill.export.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real drill, looked at from many sides. Its loss is known beforehand: MirrorMaker stands still three seconds before. */
@Firedrill(scenario = "src/test/resources/scenarios/quick-loss.yaml")
class LiveDrillTest {

    @Test
    void aRealDrillMeetsItsObjectives(Result result) {
        FiredrillAssertions.assertThat(result).passed().noSplitBrainWrites();
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void theLossIsWhatMirrorMakersStandstillMakesIt(Result result, RunFolder folder) {
        List<TimelineEvent.FaultApplied> faults = TimelineReader.read(folder.timeline())
                .all(TimelineEvent.FaultApplied.class)
                .toList();
        double stoodStill =
                (faults.get(1).receipt().effectFrom() - faults.get(0).receipt().effectTo()) / 1e6;
        Result.Rpo rpo = result.rpo();

        assertThat(rpo).isNotNull();
        // What was on its way when it was stopped widens the loss by a fetch and the link's latency.
        double onItsWay = 500 + rpo.plusMinusMillis();
        assertThat(rpo.oldestMillis()).isCloseTo(stoodStill, within(onItsWay));
        // Acknowledgements are counted, as a slow machine gives more than the schedule's after it stood still itself.
        // What was
        // sent when MirrorMaker stood still can't have been copied; what was sent before and acknowledged then can.
        long stopped = faults.get(0).receipt().effectTo();
        long killed = faults.get(1).receipt().effectFrom();
        List<Acknowledged> acknowledged = acknowledged(folder);
        assertThat(rpo.records())
                .isBetween(
                        acknowledged.stream()
                                .filter(send -> send.sent() > stopped && send.at() < killed)
                                .count(),
                        acknowledged.stream()
                                .filter(send -> send.at() > stopped - onItsWay * 1e6)
                                .count());
        assertThat(rpo.strandedRecords()).isEqualTo(rpo.records());
        assertThat(rpo.finalRecords()).isZero();
    }

    @Test
    void theLossIsCountedTheSameByPlainSetsOfIds(Result result, RunFolder folder) {
        Set<RecordId> east = scanned(folder, "us-east");
        Set<RecordId> west = scanned(folder, "us-west");
        Set<RecordId> lost = new HashSet<>(east);
        lost.removeAll(west);

        assertThat(result.rpo()).isNotNull();
        assertThat(result.rpo().records()).isEqualTo(lost.size());
        assertThat(west).isNotEmpty();
    }

    @Test
    void phasesAddUpToTheRecoveryTime(Result result) {
        Result.Transition transition = result.transitions().get(0);
        double sum =
                transition.phases().stream().mapToDouble(Result.Phase::millis).sum();

        assertThat(transition.rto().serviceMillis()).isNotNull();
        assertThat(sum).isCloseTo(transition.rto().serviceMillis(), within(0.01));
        assertThat(transition.phases())
                .allSatisfy(phase -> assertThat(phase.millis()).isNotNegative());
        assertThat(transition.phases())
                .extracting(Result.Phase::name)
                .contains("detection", "decision", "fence", "stop-replication", "switch-producers", "reconnection");
    }

    @Test
    void everyFaultHasAReceiptWithAnObservedEffect(Result result) {
        assertThat(result.faults())
                .extracting(fault -> fault.receipt().fault())
                .containsExactly("pause-mirror", "kill-region");
        assertThat(result.faults())
                .allSatisfy(fault -> assertThat(fault.receipt().observed()).isTrue());
        assertThat(result.faults().get(1).receipt().touched())
                .contains("us-east broker 1", "us-east broker 2", "us-east broker 3", "us-east worker 1");
    }

    @Test
    void theSameEvidenceGivesTheSameResultByteForByte(RunFolder folder) throws IOException {
        assertThat(ResultJson.text(Auditor.audit(folder))).isEqualTo(Files.readString(folder.result()));
    }

    @Test
    void sqlOverTheExportedFactsCountsTheSame(Result result, RunFolder folder, @TempDir Path directory)
            throws Exception {
        SqlAudit sql = SqlAudit.ofThisCheckout();
        Map<String, Long> audited = new TreeMap<>();
        result.anomalies().forEach((name, anomaly) -> {
            if (anomaly.count() != null) {
                audited.put(name, anomaly.count());
            }
        });
        audited.keySet().retainAll(sql.classes());

        Exporter.Exported exported = Exporter.export(folder, directory, Format.PARQUET);

        assertThat(exported.problems()).isEmpty();
        assertThat(exported.rows().get("outcomes"))
                .isGreaterThanOrEqualTo(result.sends().ok());
        assertThat(exported.rows().get("deliveries"))
                .isEqualTo(result.deliveries().total());
        assertThat(audited).hasSizeGreaterThan(20);
        assertThat(sql.counts(directory, Format.PARQUET, audited.keySet())).isEqualTo(audited);
    }

    @Test
    void aLostRecordHasALife(Result result, RunFolder folder) throws Exception {
        String lost = result.rpo().examples().get(0);

        List<RecordTrace> traces = RecordTrace.of(folder, lost.substring(0, lost.indexOf(' ')));

        assertThat(traces).singleElement().satisfies(trace -> {
            assertThat(trace.transition()).isEqualTo("to-west");
            assertThat(trace.moments())
                    .extracting(RecordTrace.Moment::what)
                    .startsWith("intended", "sent")
                    .contains("acknowledged", "in the log");
            assertThat(trace.moments())
                    .filteredOn(moment -> moment.what().equals("copied"))
                    .allSatisfy(copy -> assertThat(copy.note()).contains("not yet there at the snapshot of to-west"));
            assertThat(RecordTrace.of(folder, trace.id())).isEqualTo(traces);
        });
    }

    @Test
    void alteredEvidenceIsNeverAPass(RunFolder folder, @TempDir Path copy) throws IOException {
        copy(folder.root(), copy);
        Path journal;
        try (Stream<Path> files = Files.walk(copy.resolve("journals"))) {
            journal = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(journal, bytes);

        assertThat(Auditor.audit(new RunFolder(copy)).verdict()).isNotEqualTo(Result.Verdict.PASS);
    }

    @Test
    void everyReportIsThereAndReadable(RunFolder folder) throws Exception {
        assertThat(folder.report()).content().contains("PASS").doesNotContain("NaN");
        assertThat(folder.summary()).content().contains("PASS");
        var junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.junit().toFile());
        assertThat(junit.getElementsByTagName("testcase").getLength()).isGreaterThanOrEqualTo(5);
        assertThat(junit.getElementsByTagName("failure").getLength()).isZero();
    }

    @Test
    void nothingOfItIsLeft(RunFolder folder) {
        assertThat(folder.data()).doesNotExist();
        assertThat(folder.root().resolve("harness.json")).doesNotExist();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains(folder.root().toString()));
    }

    @Test
    void noPasswordIsInTheEvidence(RunFolder folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.root())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".gz"))
                    .toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("password=\"");
            }
        }
    }

    @Test
    void everyProcessNotesItsStallsOnTheClockOfTheTimeline(RunFolder folder) throws IOException {
        List<TimelineEvent> events = TimelineReader.read(folder.timeline()).events();
        List<StallLog> logs;
        try (Stream<Path> files = Files.list(folder.logs())) {
            logs = files.filter(file -> file.toString().endsWith(StallLog.SUFFIX))
                    .map(StallLog::read)
                    .toList();
        }

        assertThat(logs)
                .filteredOn(log -> !log.measured())
                .extracting(StallLog::process)
                .containsExactlyInAnyOrderElementsOf(measuring());
        assertThat(logs)
                .filteredOn(StallLog::measured)
                .extracting(StallLog::process)
                .contains("us-east broker 1", "us-west broker 3", "MirrorMaker us-east->us-west");
        assertThat(logs).allSatisfy(log -> assertThat(log.problems()).isEmpty());
        assertThat(logs).flatExtracting(StallLog::stalls).allSatisfy(stall -> assertThat(stall.from())
                .isBetween(events.get(0).at(), events.get(events.size() - 1).at()));
    }

    /** The processes that are part of what measures; the proxy server by its own meter, and by the harness that asks it. */
    List<String> measuring() {
        return List.of("harness", "toxiproxy", "toxiproxy", "us-east worker 1", "us-east worker 2", "us-west worker 1");
    }

    private static Set<RecordId> scanned(RunFolder folder, String region) {
        Set<RecordId> ids = new HashSet<>();
        var state = JournalReader.read(folder.scan(region), new FactSink() {
            @Override
            public void scanned(
                    int topic,
                    int partition,
                    long offset,
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    long timestamp,
                    int bytes,
                    int digest,
                    boolean intact) {
                ids.add(new RecordId(worker, producer, session, sequence));
            }
        });
        assertThat(state.damaged()).isFalse();
        return ids;
    }

    /** When a record was handed to the client, and when its region acknowledged it. */
    private record Acknowledged(long sent, long at) {}

    /** What the first region acknowledged. */
    private static List<Acknowledged> acknowledged(RunFolder folder) {
        Map<RecordId, Long> sends = new HashMap<>();
        List<Acknowledged> acknowledged = new ArrayList<>();
        var state = JournalReader.read(folder.journal("us-east", 1), new FactSink() {
            @Override
            public void sent(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    int topic,
                    int bytes,
                    long intended,
                    long invoked) {
                sends.put(new RecordId(worker, producer, session, sequence), invoked);
            }

            @Override
            public void acked(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    int topic,
                    int partition,
                    long offset,
                    long at) {
                acknowledged.add(new Acknowledged(sends.get(new RecordId(worker, producer, session, sequence)), at));
            }
        });
        assertThat(state.damaged()).isFalse();
        return acknowledged;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}

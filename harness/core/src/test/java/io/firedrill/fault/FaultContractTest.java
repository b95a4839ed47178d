package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered fault keeps, whoever wrote it: a new one is tested here without a line. */
class FaultContractTest {
    private static final Path REGION_LOSS =
            Path.of(System.getProperty("firedrill.root", "../..")).resolve("scenarios/active-passive/region-loss.yaml");

    private static final String MORE_TOPICS =
            """

            topics:
              ledger: { partitions: 1, replication-factor: 2 }
              payments: { partitions: 1, created: by-timeline }
            """;

    @TempDir
    Path folder;

    private Lifting lifting = new Lifting();

    static List<FaultWord<?>> lasting() {
        return words().stream().filter(word -> example(word).lasts()).toList();
    }

    static List<FaultWord<?>> words() {
        return FaultWord.all();
    }

    @ParameterizedTest
    @MethodSource("words")
    void hasAWordThatNobodyElseHas(FaultWord<?> word) {
        assertThat(word.key()).matches("[a-z]+(-[a-z]+)*");
        assertThat(word.meaning()).isNotBlank();
        assertThat(words()).filteredOn(other -> other.key().equals(word.key())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("words")
    void isReadFromItsExample(FaultWord<?> word) {
        Fault fault = example(word);

        assertThat(fault.key()).isEqualTo(word.key());
        assertThat(fault.target()).isNotBlank();
        assertThat(fault.wording()).isNotBlank();
        assertThat(fault).isEqualTo(example(word)).hasSameHashCodeAs(example(word));
    }

    @ParameterizedTest
    @MethodSource("words")
    void isLiftedByForIfItLasts(FaultWord<?> word) {
        ScenarioReading reading = read(timeline(word, ", for: 5s"));

        assertThat(reading)
                .isInstanceOf(example(word).lasts() ? ScenarioReading.Read.class : ScenarioReading.Refused.class);
    }

    @ParameterizedTest
    @MethodSource("words")
    void refusesAKeyThatItDoesNotKnow(FaultWord<?> word) {
        ScenarioReading reading = read("- { at: 1s, " + word.key() + ": { no-such-key: 1 } }");

        assertThat(reading).isInstanceOf(ScenarioReading.Refused.class);
        assertThat(((ScenarioReading.Refused) reading).problems())
                .extracting(ScenarioProblem::message)
                .anyMatch(message -> message.contains("no-such-key"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void isNotObservedWhereEverythingAnswersAndNothingHappens(FaultWord<?> word) throws Exception {
        try (StillSite site = new StillSite(folder)) {
            apply(word, site).ifPresent(receipt -> {
                assertThat(receipt.observed()).as(receipt.toString()).isFalse();
                assertThat(receipt.effect()).isNotBlank();
                assertThat(receipt.fault()).isEqualTo(word.key());
                assertThat(receipt.appliedFrom()).isLessThanOrEqualTo(receipt.appliedTo());
                assertThat(receipt.effectFrom()).isLessThanOrEqualTo(receipt.effectTo());
            });
            lifting.lift();
        }
    }

    static List<FaultWord<?>> ofMirrorMakers() {
        return words().stream().filter(word -> word.key().endsWith("-mirror")).toList();
    }

    @ParameterizedTest
    @MethodSource("ofMirrorMakers")
    void isNotOverBeforeItWasCalledWhereItsProcessHadEndedByItself(FaultWord<?> word) throws Exception {
        try (StillSite site = new StillSite(folder)) {
            site.endMirrorsBefore();
            FaultReceipt receipt = apply(word, site).orElseThrow();
            assertThat(receipt.appliedTo()).isGreaterThanOrEqualTo(receipt.appliedFrom());
            assertThat(receipt.effectTo()).isGreaterThanOrEqualTo(receipt.effectFrom());
            assertThat(receipt.effect()).doesNotContain(" -");
            lifting.lift();
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void isTakenBackWhole(FaultWord<?> word) throws Exception {
        try (StillSite site = new StillSite(folder)) {
            apply(word, site);

            lifting.lift();

            assertThat(site.left()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void doesNotSayThatItIsGoneWhereTakingItBackIsRefused(FaultWord<?> word) throws Exception {
        String proof = proof(word);

        assertThat(liftedAfter(word, StillSite::refuse)).doesNotContain(proof);
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void doesNotSayOfADeadTargetWhatItSaysOfOneThatWorks(FaultWord<?> word) throws Exception {
        String proof = proof(word);

        assertThat(liftedAfter(word, StillSite::die)).doesNotContain(proof);
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void doesNotSayOfATargetThatIsBackAndDoesNotAnswerWhatItSaysOfOneThatWorks(FaultWord<?> word) throws Exception {
        String proof = proof(word);

        assertThat(liftedAfter(word, StillSite::fallSilent)).doesNotContain(proof);
    }

    /** What the lift says last where everything answers: the step that was registered first. */
    private String proof(FaultWord<?> word) throws Exception {
        List<String> notes = liftedAfter(word, site -> {});
        assertThat(notes).as("the lift says what was proved").isNotEmpty();
        return notes.get(notes.size() - 1);
    }

    /** What the lift of an applied fault says, without times; nothing if it fails. */
    private List<String> liftedAfter(FaultWord<?> word, Consumer<StillSite> meanwhile) throws Exception {
        lifting = new Lifting();
        try (StillSite site = new StillSite(folder)) {
            apply(word, site);
            meanwhile.accept(site);
            return notesOfTheLift();
        }
    }

    private List<String> notesOfTheLift() throws Exception {
        try {
            return lifting.lift().stream()
                    .map(note -> note.replaceAll("\\d+ ms", ""))
                    .toList();
        } catch (IllegalStateException | IOException | UncheckedIOException e) {
            assertThat(e.getMessage()).isNotBlank();
            return List.of();
        }
    }

    /** Empty: the fault gave up, with a sentence. */
    private Optional<FaultReceipt> apply(FaultWord<?> word, StillSite site) throws Exception {
        try {
            return Optional.of(example(word).apply(site, lifting));
        } catch (IllegalStateException | IOException | TimeoutException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    private static Fault example(FaultWord<?> word) {
        ScenarioReading reading = read(timeline(word, ""));
        assertThat(reading)
                .as(() -> reading instanceof ScenarioReading.Refused refused
                        ? refused.problems().toString()
                        : "")
                .isInstanceOf(ScenarioReading.Read.class);
        Scenario scenario = ((ScenarioReading.Read) reading).scenario();
        return (Fault) scenario.timeline().get(0).action();
    }

    private static String timeline(FaultWord<?> word, String more) {
        return "- { at: 1s, " + word.key() + ": " + word.example() + more + " }";
    }

    private static ScenarioReading read(String step) {
        try {
            String text = Files.readString(REGION_LOSS);
            String before = text.substring(0, text.indexOf("timeline:"))
                    .replace("\ntopics:\n", MORE_TOPICS)
                    .replace("    standby: stopped\n", "    standby: stopped\n    calls: [card-service]\n");
            return new ScenarioReader()
                    .read(
                            before + "timeline:\n  " + step
                                    + "\n  - { at: 50s, create-topic: payments }\n  - { at: 60s, end: {} }\n",
                            "contract.yaml",
                            Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

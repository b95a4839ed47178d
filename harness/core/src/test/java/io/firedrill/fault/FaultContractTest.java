package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void isNotObservedWhereNothingAnswers(FaultWord<?> word) {
        FaultSite nothing = (FaultSite) Proxy.newProxyInstance(
                FaultSite.class.getClassLoader(), new Class<?>[] {FaultSite.class}, (self, method, args) -> {
                    if (method.getName().equals("now")) {
                        return System.nanoTime();
                    }
                    throw new NothingAnswers();
                });
        Lifting lifting = new Lifting();
        boolean observed;
        try {
            FaultReceipt receipt = example(word).apply(nothing, lifting);
            observed = receipt.observed();
        } catch (Exception e) {
            assertThat(e).isInstanceOf(NothingAnswers.class);
            observed = false;
        }

        assertThat(observed).isFalse();
        assertThatCode(lifting::lift).satisfiesAnyOf(none -> assertThat(none).isNull(), thrown -> assertThat(thrown)
                .isInstanceOf(NothingAnswers.class));
    }

    private static final class NothingAnswers extends RuntimeException {
        private static final long serialVersionUID = 1L;
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
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The library's region-loss, and ways to spoil it. */
public final class Fixtures {
    public static final Path ROOT = Path.of(System.getProperty("firedrill.root", "../.."));
    static final Path SCENARIOS = ROOT.resolve("scenarios");
    static final Path REGION_LOSS = SCENARIOS.resolve("active-passive/region-loss.yaml");

    private Fixtures() {}

    public static String regionLoss() {
        try {
            return Files.readString(REGION_LOSS);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Region-loss with one piece replaced by another; the piece must be there. */
    static String regionLossWith(String piece, String instead) {
        String text = regionLoss();
        assertThat(text).contains(piece);
        return text.replace(piece, instead);
    }

    public static Scenario read(String text) {
        return read(text, Map.of());
    }

    static Scenario read(String text, Map<String, String> overrides) {
        ScenarioReading reading = new ScenarioReader().read(text, "test.yaml", overrides);
        assertThat(reading).isInstanceOf(ScenarioReading.Read.class);
        return ((ScenarioReading.Read) reading).scenario();
    }

    static List<ScenarioProblem> problems(String text) {
        return problems(text, Map.of());
    }

    static List<ScenarioProblem> problems(String text, Map<String, String> overrides) {
        ScenarioReading reading = new ScenarioReader().read(text, "test.yaml", overrides);
        assertThat(reading).isInstanceOf(ScenarioReading.Refused.class);
        return ((ScenarioReading.Refused) reading).problems();
    }

    /** The problems as printed. */
    static List<String> printed(String text) {
        return problems(text).stream().map(ScenarioProblem::toString).toList();
    }

    /** The problems of region-loss with one piece replaced, as printed. */
    static List<String> spoilt(String piece, String instead) {
        return printed(regionLossWith(piece, instead));
    }
}

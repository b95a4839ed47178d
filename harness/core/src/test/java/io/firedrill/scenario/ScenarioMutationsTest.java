package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read or refused with problems that point into it; nothing is thrown. */
class ScenarioMutationsTest {
    private static final String ALPHABET =
            "abz019-_.:,#&*!|>'\"%@`{}[]()~?/\\ \t\n\r\u0000\u00E4\uD83D\uDE00\uFEFF$<=+";
    private static final List<String> PIECES = List.of(
            "{}",
            "[]",
            "null",
            "~",
            "true",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "'",
            "\"",
            ": ",
            "- ",
            "---\n",
            "&a ",
            "*a",
            "<<: *a",
            "!!int ",
            "!x ",
            "us-east",
            "us-west",
            "orders",
            "to-west.recovered + 10s",
            "us-east.restored",
            "end: {}",
            "kill-region: us-east",
            "250ms",
            "5%",
            "trials: 5",
            "? ",
            "| \n",
            "> \n");

    @Test
    void survivesThousandsOfDamagedFiles() {
        Random random = new Random(20_260_101);
        int read = 0;
        for (int i = 0; i < 2_500; i++) {
            String text = damaged(Fixtures.regionLoss(), random);
            if (check(text, Map.of())) {
                read++;
            }
        }
        assertThat(read).as("some damage is harmless").isBetween(100, 2_400);
    }

    @Test
    void survivesHundredsOfDamagedOverrides() {
        Random random = new Random(20_260_102);
        List<String> paths = List.of(
                "services.order-service.produces.rate",
                "timeline.0.at",
                "objectives.rto.service",
                "regions",
                "failovers.to-west.decide.after",
                "replication.0.config.tasks.max",
                "timeline");
        for (int i = 0; i < 600; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            String value = PIECES.get(random.nextInt(PIECES.size())) + PIECES.get(random.nextInt(PIECES.size()));
            Map<String, String> overrides = Map.of(random.nextBoolean() ? path : changed(path, random), value);
            check(Fixtures.regionLoss(), overrides);
        }
    }

    /** Whether it could be read. */
    private static boolean check(String text, Map<String, String> overrides) {
        ScenarioReading reading = new ScenarioReader().read(text, "test.yaml", overrides);
        if (reading instanceof ScenarioReading.Read read) {
            String effective = read.effectiveYaml();
            String title = Fixtures.read(effective).title();
            assertThat(title).isEqualTo(read.scenario().title());
            return true;
        }
        List<String> lines = List.of(text.split("\r\n|\n|\r|\u0085|\u2028|\u2029", -1));
        List<ScenarioProblem> problems = ((ScenarioReading.Refused) reading).problems();
        assertThat(problems).isNotEmpty();
        for (ScenarioProblem problem : problems) {
            assertThat(problem.toString()).doesNotContain("\n").doesNotContain("Exception");
            if (problem.position().file().startsWith("--set")) {
                continue;
            }
            assertThat(problem.position().file()).isEqualTo("test.yaml");
            assertThat(problem.position().line())
                    .as(() -> problem + " of\n" + text)
                    .isBetween(1, lines.size());
            String line = lines.get(problem.position().line() - 1);
            assertThat(problem.position().column())
                    .as(() -> problem + " of\n" + line)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
        }
        return false;
    }

    private static String damaged(String text, Random random) {
        String damaged = text;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            damaged = switch (random.nextInt(5)) {
                case 0 -> changed(damaged, random);
                case 1 -> lines(damaged, random);
                case 2 -> inserted(damaged, PIECES.get(random.nextInt(PIECES.size())), random);
                case 3 -> tokens(damaged, random);
                default -> inserted(damaged, character(random), random);
            };
        }
        return damaged;
    }

    /** A stretch is cut out. */
    private static String changed(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(6));
        return text.substring(0, from) + text.substring(to);
    }

    private static String inserted(String text, String piece, Random random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + piece + text.substring(at);
    }

    private static String character(Random random) {
        int index = random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length()));
        return Character.toString(ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, index)));
    }

    /** Two lines change places, or one is doubled or lost. */
    private static String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int one = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> Collections.swap(lines, one, random.nextInt(lines.size()));
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(one));
            default -> lines.remove(one);
        }
        return String.join("\n", lines);
    }

    /** Two words change places. */
    private static String tokens(String text, Random random) {
        List<String> tokens = new ArrayList<>(List.of(text.split("(?<=\\W)|(?=\\W)", -1)));
        Collections.swap(tokens, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
        return String.join("", tokens);
    }
}

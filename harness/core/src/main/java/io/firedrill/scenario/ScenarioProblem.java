package io.firedrill.scenario;

import java.util.Comparator;

/**
 * One thing that is wrong with a scenario.
 *
 * @param position where it stands
 * @param path the key, as {@code --set} would name it: {@code services.billing.consumes.group}, {@code timeline.0.at}
 * @param found what stands there
 * @param allowed what may stand there; empty where the message says it
 * @param suggestion the nearest right word, or empty
 * @param message a sentence without position, allowed words and suggestion
 */
public record ScenarioProblem(
        Position position, String path, String found, String allowed, String suggestion, String message) {

    /** Down the file, then the {@code --set}s. */
    static final Comparator<ScenarioProblem> IN_READING_ORDER = Comparator.comparing(
                    (ScenarioProblem problem) -> problem.position().file().startsWith(Overrides.OPTION))
            .thenComparing(problem -> problem.position().line())
            .thenComparing(problem -> problem.position().column());

    /** One line, as {@code region-loss.yaml:12:5: unknown key 'brokrs' in regions.us-east; allowed: brokers, config}. */
    @Override
    public String toString() {
        var line = new StringBuilder().append(position).append(": ").append(message);
        if (!allowed.isEmpty()) {
            line.append("; allowed: ").append(allowed);
        }
        if (!suggestion.isEmpty()) {
            line.append("; did you mean '").append(suggestion).append("'?");
        }
        return line.toString();
    }
}

package io.firedrill.scenario;

import io.firedrill.scenario.FaultAction.Need;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which fault which platform can do, as Markdown. Made of what the faults say that they need and the platforms that they lack. */
final class PlatformTable {
    private PlatformTable() {}

    static String markdown() {
        StringBuilder text = new StringBuilder("| fault | processes | containers |\n| --- | --- | --- |\n");
        for (FaultWord<?> word : FaultWord.all()) {
            row(text, "`" + word.key() + "`", needs(word, word.example()).orElseThrow());
            String dropping = word.example().replaceAll("by: \\w+", "by: drop");
            needs(word, dropping)
                    .filter(needs -> !dropping.equals(word.example()) && needs.contains(Need.NETWORK_NAMESPACE))
                    .ifPresent(needs -> row(text, "`" + word.key() + "` with `by: drop`", needs));
            needs(word, word.example().replace(" }", ", distribution: pareto }"))
                    .ifPresent(needs -> row(
                            text, "`" + word.key() + "` with a `seed` or another `distribution` than uniform", needs));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String fault, Set<Need> needs) {
        text.append("| ").append(fault);
        for (PlatformKind platform : PlatformKind.values()) {
            List<String> lacks = needs.stream()
                    .flatMap(need -> platform.lacks(need).stream())
                    .toList();
            boolean linux = needs.contains(Need.SOURCE_ADDRESSES) || needs.contains(Need.NETWORK_NAMESPACE);
            text.append(" | ").append(lacks.isEmpty() ? linux ? "on Linux" : "yes" : "no: " + String.join("; ", lacks));
        }
        text.append(" |\n");
    }

    private static Optional<Set<Need>> needs(FaultWord<?> word, String example) {
        Problems problems = new Problems();
        Optional<YamlNode> node = new YamlText(example, Marks.inFile(word.key()), problems).read();
        Optional<FaultAction> fault = node.map(read -> word.read(new Cursor("", read, problems)));
        return problems.isEmpty() ? fault.map(it -> new TreeSet<>(it.needs())) : Optional.empty();
    }
}

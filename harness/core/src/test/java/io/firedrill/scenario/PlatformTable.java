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
            beyond(text, word, "rate: \\S+iB/s", "rate: 2MiB/s", "of more than 1 MiB/s");
            beyond(text, word, "bytes: \\S+iB", "bytes: 2MiB", "of more than 1 MiB");
            beyond(text, word, ", delay: \\S+s", "", "without a delay");
            needs(word, word.example().replace(" }", ", distribution: pareto }"))
                    .ifPresent(needs -> row(
                            text, "`" + word.key() + "` with a `seed` or another `distribution` than uniform", needs));
        }
        return text.toString();
    }

    /** What of a fault takes accounts of traffic where its example does not. */
    private static void beyond(StringBuilder text, FaultWord<?> word, String from, String to, String which) {
        String example = word.example().replaceAll(from, to);
        needs(word, example)
                .filter(needs -> !example.equals(word.example()) && needs.contains(Need.TRAFFIC_ACCOUNTS))
                .ifPresent(needs -> row(text, "`" + word.key() + "` " + which, needs));
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

package io.firedrill.scenario;

import java.util.Optional;
import java.util.regex.Pattern;

/** The language as Markdown, a table for each block. Made of the same table of keys that the reader walks. */
final class LanguageTables {
    private static final Pattern CELL_END = Pattern.compile("\\|");

    private final StringBuilder text = new StringBuilder();

    private LanguageTables() {}

    /** The tables of the whole language, in the order of a file. */
    static String markdown() {
        var tables = new LanguageTables();
        tables.block("The file", "", ScenarioReader.LANGUAGE);
        return tables.text.toString();
    }

    private void block(String heading, String path, Block<?> block) {
        text.append("### ").append(heading).append("\n\n");
        if (!block.declared().isEmpty()) {
            text.append("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
            for (Key<?> key : block.declared()) {
                row("`" + key.name() + "`", value(key.form()), key.defaultText(), key.meaning());
            }
            text.append('\n');
        }
        for (Key<?> key : block.declared()) {
            below(path.isEmpty() ? key.name() : path + "." + key.name(), key.form());
        }
    }

    private static String value(Form<?> form) {
        return form instanceof Block<?> block ? block.shapes("a mapping, see below") : form.what();
    }

    private void below(String path, Form<?> form) {
        if (form instanceof Block<?> block) {
            if (!block.declared().isEmpty()) {
                block("`" + path + "`", path, block);
            }
        } else if (form instanceof ObjectivesForm) {
            measures(path);
        } else if (form instanceof MapForm<?>) {
            form.child("").ifPresent(value -> below(path + ".NAME", value));
        } else if (form instanceof ListForm<?>) {
            Optional<Form<?>> item = form.child("");
            item.ifPresent(it -> below(path + "[]", it));
        }
    }

    private void measures(String path) {
        text.append("### `").append(path).append("`\n\n");
        text.append(
                "A limit is `30s`, or with the reason for it `{ at-most: 30s, because: a contract }`. What the pattern forbids is allowed in no other way than\n"
                        + "by the name of the class and with a reason.\n\n");
        text.append("| measure | limit, inclusive | meaning |\n| --- | --- | --- |\n");
        for (Measure measure : Measure.ALL) {
            row("`" + measure.name() + "`", measure.limit().what(), measure.meaning());
        }
        text.append('\n');
    }

    private void row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(CELL_END.matcher(cell).replaceAll("\\\\|")).append(" |");
        }
        text.append('\n');
    }
}

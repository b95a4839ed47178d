package io.firedrill.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The page of the schema has the tables as they are. After a change run this test with {@code -Dfiredrill.schema.update=true}: it
 * writes them anew.
 */
class SchemaPageTest {
    private static final String BEGIN = "<!-- tables: begin, made of io.firedrill.export.Tables -->\n";
    private static final String END = "<!-- tables: end -->";

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (Table table : Tables.ALL) {
            text.append("\n### `")
                    .append(table.name())
                    .append("`\n\n")
                    .append(table.meaning())
                    .append("\n\n| column | type | |\n| --- | --- | --- |\n");
            for (Column column : table.columns()) {
                text.append("| `")
                        .append(column.name())
                        .append("` | ")
                        .append(column.type().name().toLowerCase(Locale.ROOT))
                        .append(column.optional() ? ", optional" : "")
                        .append(" | ")
                        .append(column.meaning())
                        .append(column.meaning().isEmpty() ? "|\n" : " |\n");
            }
        }
        return text.append('\n').toString();
    }

    @Test
    void thePageHasEveryTableAsItIs() throws IOException {
        Path page = Path.of(System.getProperty("firedrill.root")).resolve("docs/export.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
        assertThat(end).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("firedrill.schema.update")) {
            Files.writeString(page, text.substring(0, begin) + tables() + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end)).isEqualTo(tables());
    }
}

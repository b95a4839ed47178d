package io.firedrill.reports;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Renders the reports of a run from its result and its evidence. */
public final class Reports {

    private Reports() {}

    /**
     * Reads {@code result.json} and the evidence beside it and writes {@code report.html}, {@code junit.xml} and {@code summary.md},
     * each whole or not at all. The same folder gives the same bytes.
     *
     * @throws IOException with a sentence when {@code result.json} is missing or no result, or a file cannot be read or written
     */
    public static void render(RunFolder folder) throws IOException {
        render(folder, new ReportDataReader(folder).read());
    }

    /**
     * Writes {@code report.html}, {@code junit.xml} and {@code summary.md} into the folder, each whole or not at all. The same
     * data give the same bytes.
     *
     * @throws IOException when a file cannot be written
     */
    public static void render(RunFolder folder, ReportData data) throws IOException {
        write(folder.report(), new HtmlReport(data).render());
        write(folder.junit(), new JunitReport(data.result()).render());
        write(folder.summary(), new SummaryReport(data.result()).render());
    }

    private static void write(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

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
     * Renders an audited run from its folder alone: {@code report.html}, {@code junit.xml} and {@code summary.md}.
     *
     * @throws IOException there is no readable {@code result.json}, or a file cannot be written
     */
    public static void render(RunFolder folder) throws IOException {
        render(folder, RunReader.read(folder));
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

package io.firedrill.reports;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code report.html}: one file that needs nothing else, for people who decide and for people who check. */
final class HtmlReport {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlReport.class.getClassLoader(), "io.firedrill.reports.templates");

    private final ReportData data;

    HtmlReport(ReportData data) {
        this.data = data;
    }

    /** The whole file. */
    String render() {
        StringOutput output = new StringOutput(1 << 17);
        TEMPLATES.render("report.jte", ReportPage.of(data, style()), output);
        // HTML knows no NUL; a browser would show it as this sign anyway
        return output.toString().replace('\u0000', '\uFFFD');
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("report.css is missing beside " + HtmlReport.class.getName());
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.firedrill.run;

import io.firedrill.audit.Result;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;

/**
 * What a run consists of, one after the other.
 *
 * @param drill makes evidence
 * @param audit reads evidence, writes {@code result.json}
 * @param render reads evidence and result, writes the reports
 */
public record Row(DrillRunner drill, Audit audit, Render render) {

    /** Computes a run's result from its evidence and writes it as {@code result.json}. */
    @FunctionalInterface
    public interface Audit {
        /**
         * Audits a run.
         *
         * @throws IOException the folder can't be read or written
         */
        Result audit(RunFolder folder) throws IOException;
    }

    /** Renders {@code report.html}, {@code junit.xml} and {@code summary.md} of an audited run. */
    @FunctionalInterface
    public interface Render {
        /**
         * Renders a run.
         *
         * @throws IOException the folder can't be read or written
         */
        void render(RunFolder folder) throws IOException;
    }
}

package io.firedrill.run;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.drill.Drill;
import io.firedrill.drill.DrillEnd;
import io.firedrill.reports.Reports;
import java.io.IOException;

/** The real drill, the real audit, the real reports. */
public final class StandardRow {
    private StandardRow() {}

    /** What {@code firedrill run} and the JUnit extension do. */
    public static Row row() {
        return new Row(
                (scenario, yaml, folder, options, progress) ->
                        new Conducted(new Drill(scenario, yaml, folder, options, progress)),
                folder -> {
                    Result result = Auditor.audit(folder);
                    ResultJson.write(folder.result(), result);
                    return result;
                },
                Reports::render);
    }

    private record Conducted(Drill drill) implements LiveDrill {
        @Override
        public DrillEnd run() throws IOException {
            return drill.run();
        }

        @Override
        public void interrupt() {
            drill.interrupt();
        }
    }
}

package io.firedrill.audit;

import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Evidence with an objective on every figure that it has, whose limit is what the figure is: no better number could hide behind it. With
 * its error bar, or it would not pass; a share and a time are written in their shortest unit, rounded up.
 */
final class EveryObjective {
    private EveryObjective() {}

    /** @param copy a folder that is not there yet; it is returned */
    static Path of(Path original, Path copy) throws IOException {
        RunFolder folder = new RunFolder(copy);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(original.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        String scenario = Files.readString(folder.scenario());
        String before = scenario.substring(0, scenario.indexOf("\nobjectives:") + 1);
        // Protection has an error bar of its own, and only an objective on it says which.
        Files.writeString(folder.scenario(), before + "objectives: { rto.protected: 1h }\n");
        Result result = Auditor.audit(folder);
        StringBuilder objectives = new StringBuilder("objectives:\n");
        LessIsBetter.held(result).forEach((name, figure) -> objectives
                .append("    ")
                .append(name)
                .append(": ")
                .append(limit(name, figure, result))
                .append('\n'));
        Files.writeString(folder.scenario(), before + objectives);
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        return copy;
    }

    private static String limit(String name, double figure, Result result) {
        if (name.equals("anomalies.C7")) {
            return milliseconds(result.anomalies().get("C7").figures().get("possibleMillis"));
        }
        if (name.equals("rpo.time")) {
            return milliseconds(figure + result.rpo().plusMinusMillis());
        }
        if (name.equals("rto.protected")) {
            // It is written in hundredths of a second.
            String bar = result.objectives().get(0).plusMinus();
            return milliseconds(figure + Double.parseDouble(bar.replace("s", "")) * 1000 + 5);
        }
        if (name.startsWith("rto.")) {
            return milliseconds(figure + result.rto().plusMinusMillis());
        }
        if (name.startsWith("duplicates.")) {
            return String.format(Locale.ROOT, "%.4f%%", Math.ceil(figure * 1e6) / 1e4);
        }
        if (name.startsWith("anomalies.")) {
            return "{ at-most: " + (long) figure + ", because: the whole evidence shows as many }";
        }
        return (long) figure + (name.equals("rpo.bytes") ? "B" : "");
    }

    private static String milliseconds(double up) {
        return (long) Math.ceil(up) + "ms";
    }
}

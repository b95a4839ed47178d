package io.firedrill.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where images of Kafka keep what is run in them: for the shell that runs it, and for who looks beforehand whether it is there. Java is
 * looked for as Kafka's scripts do, and then where the official image has it.
 */
final class ImageLayout {
    /** Kafka's script for running one of its classes: the official image's, or one on the path. */
    private static final List<String> SCRIPTS =
            List.of("/opt/kafka/bin/kafka-run-class.sh", "kafka-run-class.sh", "kafka-run-class");

    private static final String USUAL_JAVA = "/opt/java/openjdk/bin/java";

    private ImageLayout() {}

    /** Words of a shell's {@code for}, in the order in which they are tried. */
    static String scriptsForShell() {
        return String.join(" ", SCRIPTS);
    }

    /** Words of a shell's {@code for}, in the order in which they are tried. */
    static String javaForShell() {
        return "${JAVA_HOME:+\"$JAVA_HOME/bin/java\"} java " + USUAL_JAVA;
    }

    /**
     * Where the script may be, in the same order.
     *
     * @param path folders in which the image looks for programs
     */
    static List<String> scripts(List<String> path) {
        List<String> places = new ArrayList<>();
        SCRIPTS.forEach(script -> places.addAll(places(script, path)));
        return places;
    }

    /**
     * Where java may be, in the same order.
     *
     * @param home what the image's JAVA_HOME says
     * @param path folders in which the image looks for programs
     */
    static List<String> java(Optional<String> home, List<String> path) {
        List<String> places = new ArrayList<>();
        home.ifPresent(folder -> places.add(folder + "/bin/java"));
        places.addAll(places("java", path));
        places.add(USUAL_JAVA);
        return places;
    }

    private static List<String> places(String program, List<String> path) {
        return program.startsWith("/")
                ? List.of(program)
                : path.stream().map(folder -> folder + "/" + program).toList();
    }
}

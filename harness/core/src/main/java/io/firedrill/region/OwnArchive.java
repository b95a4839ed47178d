package io.firedrill.region;

import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The class-data archive that the launcher made for the harness: a program of the harness's own class path starts from it as well. The JVM
 * checks that it fits, and goes on without it where it does not; what it has to say of that goes nowhere, since the output of these
 * programs is read.
 */
final class OwnArchive {
    private static final String OPTION = "-XX:SharedArchiveFile=";

    private OwnArchive() {}

    static JavaProgram tune(JavaProgram program) {
        Optional<String> archive = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(OPTION))
                .findFirst();
        if (archive.isEmpty() || !program.classPath().equals(System.getProperty("java.class.path"))) {
            return program;
        }
        return program.withOption(archive.get()).withOption("-Xlog:disable").withOption("-Xlog:all=error:stderr");
    }
}

package io.firedrill.region;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Class-data archives of the JVM: classes parsed and verified once, mapped into memory ever after. They halve the start
 * of a broker. An archive fits one JDK, one class path and one set of JVM options; its name holds a digest of all three,
 * so a change of any makes a new one. The JVM ignores an archive it finds invalid.
 */
public final class ClassArchives {
    /** The archive of brokers. */
    public static final String BROKER = "broker";
    /** The archive of MirrorMaker. */
    public static final String MIRROR_MAKER = "mirror-maker";

    private final HarnessCache cache;

    public ClassArchives(HarnessCache cache) {
        this.cache = cache;
    }

    /** The program with the archive of its role if there is one, else the program as it is. */
    public JavaProgram speedUp(String role, JavaProgram program) {
        Path archive = cache.directory().resolve(name(role, program));
        return Files.isReadable(archive) ? program.withOption("-XX:SharedArchiveFile=" + archive) : program;
    }

    /** Whether {@link #speedUp} finds an archive. */
    public boolean has(String role, JavaProgram program) {
        return Files.isReadable(cache.directory().resolve(name(role, program)));
    }

    /**
     * Makes the archive when absent.
     *
     * @param program as it will be given to {@link #speedUp}
     * @param training runs a program like it, with the options given added, in a way that loads what a start loads, and
     *     ends it in good order
     */
    public Path make(String role, JavaProgram program, Training training) throws IOException {
        return cache.getOrMake(name(role, program), target -> {
            training.run(program.withOption("-XX:ArchiveClassesAtExit=" + target));
            if (!Files.exists(target)) {
                throw new IOException("the JVM of the training run of " + role + " left no archive; see its log");
            }
        });
    }

    /** A run that shows the JVM which classes are worth archiving. */
    @FunctionalInterface
    public interface Training {
        void run(JavaProgram program) throws IOException;
    }

    private static String name(String role, JavaProgram program) {
        StringBuilder fits = new StringBuilder();
        for (String property :
                new String[] {"java.vm.name", "java.vm.version", "java.vm.vendor", "os.arch", "java.home"}) {
            fits.append(System.getProperty(property)).append('\n');
        }
        fits.append(program.jvm().arguments()).append('\n');
        for (String entry : program.classPath().split(File.pathSeparator, -1)) {
            File file = new File(entry);
            fits.append(entry)
                    .append(' ')
                    .append(file.length())
                    .append(' ')
                    .append(file.lastModified())
                    .append('\n');
        }
        String digest = LaunchJar.digest(fits.toString().getBytes(StandardCharsets.UTF_8));
        return "archives/" + role + "-" + digest.substring(0, 16) + ".jsa";
    }
}

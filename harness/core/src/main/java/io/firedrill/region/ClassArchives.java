package io.firedrill.region;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Class-data archives of the JVM, one for each {@link ProgramRole}: classes parsed and verified once, mapped into memory
 * ever after. They fit one JDK and one class path; their directory's name holds a digest of both, so a change of either
 * makes new ones. The JVM itself checks an archive and goes on without one it finds invalid.
 */
public final class ClassArchives implements ProgramTuning {
    private static final Duration KEPT = Duration.ofDays(30);

    private final HarnessCache cache;
    private final String directory;

    /** The archives of this JDK and these programs, whether made or not. */
    public ClassArchives(HarnessCache cache, KafkaPrograms programs) {
        this.cache = cache;
        this.directory = "archives/kafka-" + programs.distribution().version() + "-" + fit(programs.classPath());
    }

    @Override
    public JavaProgram tune(ProgramRole role, JavaProgram program) {
        Path archive = cache.directory().resolve(name(role));
        return Files.isReadable(archive) ? program.withOption("-XX:SharedArchiveFile=" + archive) : program;
    }

    /** Whether all archives are there. */
    public boolean complete() {
        for (ProgramRole role : ProgramRole.values()) {
            if (!Files.isReadable(cache.directory().resolve(name(role)))) {
                return false;
            }
        }
        return true;
    }

    /** A run that starts programs of all roles, has them do what a drill does, and ends them in good order. */
    @FunctionalInterface
    public interface Training {
        /** Runs with {@code recording}, which has the first program of each role write its archive when it ends. */
        void run(ProgramTuning recording) throws IOException;
    }

    /**
     * Makes the archives when any is absent. Who comes while another process makes them waits for those.
     *
     * @throws IOException when the training fails, or leaves an archive out
     */
    public void make(Training training) throws IOException {
        if (complete()) {
            return;
        }
        removeOutdated();
        cache.getOrMake(name(ProgramRole.BROKER), broker -> {
            // Both come from one training; one that is left over from an interrupted one is made again.
            Files.deleteIfExists(cache.directory().resolve(name(ProgramRole.MIRROR_MAKER)));
            cache.getOrMake(name(ProgramRole.MIRROR_MAKER), mirrorMaker -> {
                Map<ProgramRole, Path> targets =
                        Map.of(ProgramRole.BROKER, broker, ProgramRole.MIRROR_MAKER, mirrorMaker);
                training.run(new Recording(targets));
                for (Path target : targets.values()) {
                    if (!Files.exists(target)) {
                        throw new IOException("the training run left no class-data archive " + target.getFileName());
                    }
                }
            });
        });
    }

    /** A new JDK or class path leaves 90 MB behind each time; one still in use elsewhere is made again there. */
    private void removeOutdated() throws IOException {
        Path all = cache.directory().resolve("archives");
        if (!Files.isDirectory(all)) {
            return;
        }
        Instant limit = Instant.now().minus(KEPT);
        try (Stream<Path> archives = Files.list(all)) {
            for (Path archive : archives.toList()) {
                if (Files.getLastModifiedTime(archive).toInstant().isBefore(limit)) {
                    Directories.remove(archive);
                }
            }
        }
    }

    private String name(ProgramRole role) {
        return directory + "/" + role.fileName() + ".jsa";
    }

    private static String fit(String classPath) {
        StringBuilder fits = new StringBuilder();
        for (String property :
                new String[] {"java.vm.name", "java.vm.version", "java.vm.vendor", "os.arch", "java.home"}) {
            fits.append(System.getProperty(property)).append('\n');
        }
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            File file = new File(entry);
            fits.append(entry)
                    .append(' ')
                    .append(file.length())
                    .append(' ')
                    .append(file.lastModified())
                    .append('\n');
        }
        return LaunchJar.digest(fits.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    private static final class Recording implements ProgramTuning {
        private final Map<ProgramRole, Path> targets;
        private final Set<ProgramRole> recorded = EnumSet.noneOf(ProgramRole.class);

        Recording(Map<ProgramRole, Path> targets) {
            this.targets = targets;
        }

        @Override
        public synchronized JavaProgram tune(ProgramRole role, JavaProgram program) {
            return recorded.add(role) ? program.withOption("-XX:ArchiveClassesAtExit=" + targets.get(role)) : program;
        }
    }
}

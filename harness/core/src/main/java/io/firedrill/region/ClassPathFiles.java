package io.firedrill.region;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** What a class path is made of, for a place where nothing of this machine is but what is mounted. */
final class ClassPathFiles {
    private ClassPathFiles() {}

    /**
     * Every folder and jar of a class path that is there, and what the jars' manifests name.
     *
     * @throws IOException a jar can't be read, with its name
     */
    static List<Path> of(String classPath) throws IOException {
        Set<Path> all = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                add(Path.of(entry).toAbsolutePath().normalize(), all);
            }
        }
        return new ArrayList<>(all);
    }

    private static void add(Path entry, Set<Path> all) throws IOException {
        if (!Files.exists(entry) || !all.add(entry) || Files.isDirectory(entry)) {
            return;
        }
        for (String named : named(entry)) {
            URI uri = entry.toUri().resolve(named);
            add(Path.of(uri).normalize(), all);
        }
    }

    private static List<String> named(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .map(names -> List.of(names.strip().split("\\s+")))
                    .orElse(List.of());
        } catch (IOException e) {
            throw new IOException("can't read " + jar + " of the class path: " + e.getMessage(), e);
        }
    }
}

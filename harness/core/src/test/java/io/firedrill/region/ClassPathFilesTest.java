package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFilesTest {
    @TempDir
    private Path folder;

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.resolveSibling("."));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void whatManifestsNameIsPartOfIt() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path launcher = jar("app/firedrill.jar", "lib/core.jar lib/gone.jar");
        Path core = jar("app/lib/core.jar", "kafka.jar");
        Path kafka = jar("app/lib/kafka.jar", "core.jar");

        String classPath = launcher + File.pathSeparator + classes + File.pathSeparator + folder.resolve("nowhere.jar");

        assertThat(ClassPathFiles.of(classPath)).containsExactly(launcher, core, kafka, classes);
    }
}

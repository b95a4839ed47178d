package io.firedrill.region;

import io.firedrill.launch.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The launch module as a jar in the cache, named after its content. A class-data archive holds the class path's names and
 * dates, so a jar that is built anew each time, or a directory of classes, would make it worthless.
 */
final class LaunchJar {
    private LaunchJar() {}

    static Path in(HarnessCache cache) throws IOException {
        byte[] jar = bytes();
        return cache.getOrMake(
                "launch/firedrill-launch-" + digest(jar).substring(0, 16) + ".jar", target -> Files.write(target, jar));
    }

    private static byte[] bytes() throws IOException {
        CodeSource source = Child.class.getProtectionDomain().getCodeSource();
        Path from;
        try {
            from = Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot read the launch module from " + source.getLocation(), e);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            if (Files.isDirectory(from)) {
                copyDirectory(from, jar);
            } else {
                copyJar(from, jar);
            }
        }
        return bytes.toByteArray();
    }

    private static void copyDirectory(Path from, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(jar, from.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private static void copyJar(Path from, JarOutputStream jar) throws IOException {
        try (JarInputStream entries = new JarInputStream(Files.newInputStream(from))) {
            for (JarEntry entry = entries.getNextJarEntry(); entry != null; entry = entries.getNextJarEntry()) {
                if (entry.getName().startsWith("io/firedrill/") && !entry.isDirectory()) {
                    put(jar, entry.getName(), entries.readAllBytes());
                }
            }
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(0); // equal content, equal jar
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

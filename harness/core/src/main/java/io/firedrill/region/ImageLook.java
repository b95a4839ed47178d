package io.firedrill.region;

import io.firedrill.region.engine.Archive;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image holds of what a drill runs in it.
 *
 * @param shell a {@code /bin/sh}
 * @param script Kafka's script for running a class
 * @param java a java
 * @param javaVersion its feature release, as far as its home says so
 */
record ImageLook(boolean shell, boolean script, boolean java, Optional<Integer> javaVersion) {
    private static final int LINKS_FOLLOWED = 8;
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d{1,3})[^\"]*\"");

    /** As lines of a file. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("shell " + shell);
        lines.add("script " + script);
        lines.add("java " + java);
        javaVersion.ifPresent(version -> lines.add("version " + version));
        return lines;
    }

    /** From such lines. */
    static ImageLook of(List<String> lines) {
        return new ImageLook(
                lines.contains("shell true"),
                lines.contains("script true"),
                lines.contains("java true"),
                lines.stream()
                        .filter(line -> line.startsWith("version "))
                        .map(line -> Integer.parseInt(line.substring("version ".length())))
                        .findFirst());
    }

    /**
     * Looks. A container is made to look into, and never started. It goes whatever happens, also to who waits for it, and a process that is
     * told to end goes after it.
     */
    static ImageLook into(Engine engine, Engine.Image image) throws IOException {
        List<ImageLook> seen = new ArrayList<>();
        CountDownLatch gone = new CountDownLatch(1);
        Thread patience = new Thread(() -> awaitIts(gone), "look-into-image");
        Runtime.getRuntime().addShutdownHook(patience);
        try {
            Uninterrupted.run(() -> seen.add(look(engine, image)));
        } finally {
            gone.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(patience);
            } catch (IllegalStateException ending) {
                // The process ends, and the hook with it.
            }
        }
        return seen.get(0);
    }

    private static void awaitIts(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ImageLook look(Engine engine, Engine.Image image) throws IOException {
        String run = "look-" + UUID.randomUUID();
        String container = engine.createToLookInto(
                image.id(), ContainerLabels.of(run, Path.of("").toAbsolutePath()));
        try {
            Optional<String> java = first(engine, container, ImageLayout.java(image.javaHome(), image.path()));
            return new ImageLook(
                    engine.holds(container, "/bin/sh"),
                    first(engine, container, ImageLayout.scripts(image.path())).isPresent(),
                    java.isPresent(),
                    java.isEmpty() ? Optional.empty() : version(engine, container, java.get()));
        } finally {
            engine.remove(container);
        }
    }

    private static Optional<String> first(Engine engine, String container, List<String> places) throws EngineException {
        for (String place : places) {
            if (engine.holds(container, place)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** A home of Java has a file that says which it is; a java on the path is a link to one in a home, maybe by way of others. */
    private static Optional<Integer> version(Engine engine, String container, String java) throws EngineException {
        Path place = Path.of(java);
        for (int link = 0; link < LINKS_FOLLOWED; link++) {
            Optional<String> to = engine.read(container, place.toString()).flatMap(Archive::link);
            if (to.isEmpty()) {
                break;
            }
            place = place.resolveSibling(to.get()).normalize();
        }
        Path release = place.resolveSibling("../release").normalize();
        Optional<String> text = engine.read(container, release.toString()).map(Archive::text);
        return text.map(VERSION::matcher).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)));
    }
}

package io.firedrill.region;

import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.scenario.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whether Kafka's image holds what a drill runs in it, whatever it is called. Looked at once for each image, by its id. */
public final class ImageFitness {
    private static final List<String> SCRIPTS = List.of("kafka-run-class.sh", "kafka-run-class");

    private ImageFitness() {}

    /** What is looked for. */
    enum Part {
        SHELL,
        SCRIPT,
        JAVA
    }

    /**
     * Why no drill can be run with it: sentences that say what to do. Empty when it can, or where it is not on the engine.
     *
     * @param cache where it is kept what an image holds
     * @throws IOException nobody could look
     */
    public static List<String> problems(Engine engine, ContainerOptions options, HarnessCache cache)
            throws IOException {
        Optional<Engine.Image> image = engine.image(options.kafkaImage());
        if (image.isEmpty()) {
            return List.of();
        }
        String known = "images/" + image.get().id().replace(':', '-');
        Path file = cache.getOrMake(known, target -> Files.write(target, held(engine, image.get())));
        List<String> held = Files.readAllLines(file);
        List<String> problems = new ArrayList<>();
        String name = "the image " + options.kafkaImage();
        if (!held.contains(Part.SHELL.name())) {
            problems.add(name + " holds no /bin/sh, by which brokers are started: " + instead());
        }
        if (!held.contains(Part.SCRIPT.name())) {
            problems.add(name + " holds no kafka-run-class.sh, neither in /opt/kafka/bin nor on its path. Brokers are"
                    + " started by it, with Firedrill's stall meter in their JVM; a native Kafka (apache/kafka-native) and"
                    + " Redpanda have neither script nor JVM: " + instead());
        }
        if (options.workers() == Environment.Workers.CONTAINERS && !held.contains(Part.JAVA.name())) {
            problems.add(name + " holds no java, so workers can't run in it: leave `workers: containers` out, or "
                    + instead());
        }
        return problems;
    }

    private static String instead() {
        return "name an image of " + ContainerOptions.KAFKA + ", or one laid out as it is, by --set images.kafka=IMAGE";
    }

    /** A container is made to look into, and never started. It goes whatever happens, also to who waits for it. */
    private static List<String> held(Engine engine, Engine.Image image) throws IOException {
        List<String> held = new ArrayList<>();
        Uninterrupted.run(() -> look(engine, image, held));
        return held;
    }

    private static void look(Engine engine, Engine.Image image, List<String> held) throws IOException {
        String run = "look-" + UUID.randomUUID();
        String container = engine.createToLookInto(
                image.id(), ContainerLabels.of(run, Path.of("").toAbsolutePath()));
        try {
            if (engine.holds(container, "/bin/sh")) {
                held.add(Part.SHELL.name());
            }
            List<String> scripts = new ArrayList<>(List.of("/opt/kafka/bin/" + SCRIPTS.get(0)));
            image.path().forEach(folder -> SCRIPTS.forEach(script -> scripts.add(folder + "/" + script)));
            if (any(engine, container, scripts)) {
                held.add(Part.SCRIPT.name());
            }
            List<String> java = new ArrayList<>(List.of("/opt/java/openjdk/bin/java"));
            image.path().forEach(folder -> java.add(folder + "/java"));
            if (any(engine, container, java)) {
                held.add(Part.JAVA.name());
            }
        } finally {
            engine.remove(container);
        }
    }

    private static boolean any(Engine engine, String container, List<String> paths) throws EngineException {
        for (String path : paths) {
            if (engine.holds(container, path)) {
                return true;
            }
        }
        return false;
    }
}

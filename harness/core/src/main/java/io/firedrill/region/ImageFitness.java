package io.firedrill.region;

import io.firedrill.region.engine.Engine;
import io.firedrill.scenario.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether Kafka's image holds what a drill runs in it, whatever it is called. Looked at once for each image, by its id. */
public final class ImageFitness {
    /** What the harness's classes in brokers and workers are compiled for. */
    private static final int OLDEST_JAVA = 17;

    private ImageFitness() {}

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
        String known = "looked-into/" + image.get().id().replace(':', '-');
        Path file = cache.getOrMake(
                known,
                target ->
                        Files.write(target, ImageLook.into(engine, image.get()).lines()));
        ImageLook held = ImageLook.of(Files.readAllLines(file));
        List<String> problems = new ArrayList<>();
        String name = "the image " + options.kafkaImage();
        if (!held.shell()) {
            problems.add(name + " holds no /bin/sh, by which brokers are started: " + instead());
        }
        if (!held.script()) {
            problems.add(name + " holds no kafka-run-class.sh, neither in /opt/kafka/bin nor on its path. Brokers are"
                    + " started by it, with Firedrill's stall meter in their JVM; a native Kafka (apache/kafka-native) and"
                    + " Redpanda have neither script nor JVM: " + instead());
        } else if (held.javaVersion().filter(version -> version < OLDEST_JAVA).isPresent()) {
            problems.add(
                    name + " runs Java " + held.javaVersion().get() + ", and Firedrill's stall meter in the JVM of its"
                            + " brokers needs " + OLDEST_JAVA + " or newer: " + instead());
        }
        if (options.workers() == Environment.Workers.CONTAINERS && !held.java()) {
            problems.add(name + " holds no java, so workers can't run in it: leave `workers: containers` out, or "
                    + instead());
        }
        return problems;
    }

    private static String instead() {
        return "name an image of " + ContainerOptions.KAFKA + ", or one laid out as it is, by --set images.kafka=IMAGE";
    }
}

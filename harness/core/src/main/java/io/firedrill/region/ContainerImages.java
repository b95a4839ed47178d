package io.firedrill.region;

import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The images that a drill on containers needs, on an engine. */
public final class ContainerImages {
    private ContainerImages() {}

    private static List<String> of(ContainerOptions options) {
        return List.of(options.kafkaImage(), options.toxiproxyImage());
    }

    /** Those that are not on the engine. */
    public static List<String> absent(Engine engine, ContainerOptions options) throws EngineException {
        List<String> absent = new ArrayList<>();
        for (String image : of(options)) {
            if (engine.image(image).isEmpty()) {
                absent.add(image);
            }
        }
        return absent;
    }

    /**
     * Pulls images.
     *
     * @param absent those that are not on the engine
     * @param pulling told the name of each before it is pulled, which may take minutes
     * @throws EngineException one of them can't be had, with what to do
     */
    public static void provide(Engine engine, List<String> absent, Consumer<String> pulling) throws EngineException {
        for (String image : absent) {
            pulling.accept(image);
            try {
                engine.pull(image);
            } catch (EngineException e) {
                throw new EngineException(
                        "the image " + image + " is not on " + engine.info().name() + ", and " + e.getMessage() + ": "
                                + advice(image),
                        e);
            }
        }
    }

    /** What to do about an image that is not there. */
    static String advice(String image) {
        // Under this name no registry that an engine asks by itself has it.
        String pull = image.equals(ContainerOptions.TOXIPROXY)
                ? "pull the official one from GitHub's container registry, where it lies, and tag it " + image
                : "pull it yourself (docker pull " + image + ")";
        return "build it with ci/images/build, or " + pull + ", or name another in an environment file (--on)";
    }

    /** Names and ids, for evidence: a name may mean another image tomorrow. */
    public static String described(Engine engine, ContainerOptions options) throws EngineException {
        List<String> described = new ArrayList<>();
        for (String image : of(options)) {
            described.add(image
                    + engine.image(image).map(found -> " (" + found.id() + ")").orElse(" (not on the engine)"));
        }
        return String.join(", ", described);
    }
}

package io.firedrill.run;

import io.firedrill.drill.Plan;
import io.firedrill.drill.Progress;
import io.firedrill.region.ContainerImages;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.EngineFitness;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.ImageFitness;
import io.firedrill.region.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The container engine of this machine, held against a plan before anything starts. It is asked once. */
public final class ContainerPreflight {
    private final @Nullable Engine engine;
    private final ContainerOptions options;
    private final List<String> absent;
    private final List<String> problems;

    private ContainerPreflight(
            @Nullable Engine engine, ContainerOptions options, List<String> absent, List<String> problems) {
        this.engine = engine;
        this.options = options;
        this.absent = List.copyOf(absent);
        this.problems = List.copyOf(problems);
    }

    /** Asks the engine; starts and pulls nothing. */
    public static ContainerPreflight of(Plan plan, ContainerOptions options) {
        try {
            return of(plan, options, Engine.find(), HarnessCache.locate());
        } catch (IOException e) {
            return new ContainerPreflight(null, options, List.of(), List.of(Sentences.of(e)));
        }
    }

    static ContainerPreflight of(Plan plan, ContainerOptions options, Engine engine, HarnessCache cache)
            throws IOException {
        List<String> problems = new ArrayList<>(EngineFitness.problems(engine.info()));
        long memory = plan.footprint().memoryBytes();
        long given = engine.info().memoryBytes();
        if (given > 0 && given < memory) {
            problems.add(
                    "the drill needs about " + Preflight.bytes(memory) + " of memory and "
                            + engine.info().name() + " has " + Preflight.bytes(given)
                            + " in all: run it on a machine with more, or take fewer brokers with --set regions.REGION.brokers=1");
        }
        problems.addAll(options.beyond(engine.info()));
        if (problems.isEmpty()) {
            problems.addAll(ImageFitness.problems(engine, options, cache));
        }
        return new ContainerPreflight(engine, options, ContainerImages.absent(engine, options), problems);
    }

    /** What the engine is, for people; empty when there is none that will do. */
    public String engine() {
        return engine == null ? "" : engine.info().name();
    }

    /** Images that are not here; a run tries to pull them. */
    public List<String> absent() {
        return absent;
    }

    /** Why the plan can't be run: sentences that say what to do. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Pulls the images that are not here, and looks into them: before a drill begins, since without them none does.
     *
     * @throws RefusedException one of them can't be had, or will not do, with what to do
     */
    void provide(Progress progress) throws RefusedException {
        try {
            provide(progress, HarnessCache.locate());
        } catch (IOException e) {
            throw new RefusedException(Sentences.of(e), e);
        }
    }

    void provide(Progress progress, HarnessCache cache) throws RefusedException {
        if (engine == null || absent.isEmpty()) {
            return;
        }
        try {
            ContainerImages.provide(
                    engine, absent, image -> progress.event("pulling the image " + image + ", which is not here yet"));
            List<String> unfit = ImageFitness.problems(engine, options, cache);
            if (!unfit.isEmpty()) {
                throw new RefusedException(String.join("\n", unfit));
            }
        } catch (IOException e) {
            throw new RefusedException(Sentences.of(e), e);
        }
    }
}

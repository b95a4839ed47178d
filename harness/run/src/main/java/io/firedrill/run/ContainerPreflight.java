package io.firedrill.run;

import io.firedrill.drill.Plan;
import io.firedrill.drill.Progress;
import io.firedrill.region.ContainerImages;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.EngineFitness;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import java.util.ArrayList;
import java.util.List;

/**
 * The container engine of this machine, held against a plan before anything starts.
 *
 * @param engine what it is, for people; empty when there is none that will do
 * @param absent images that are not here and would be pulled
 * @param problems why the plan can't be run: sentences that say what to do
 */
public record ContainerPreflight(String engine, List<String> absent, List<String> problems) {
    public ContainerPreflight {
        absent = List.copyOf(absent);
        problems = List.copyOf(problems);
    }

    /** Asks the engine; starts and pulls nothing. */
    public static ContainerPreflight of(Plan plan, ContainerOptions options) {
        try {
            return of(plan, options, Engine.find());
        } catch (EngineException e) {
            return new ContainerPreflight("", List.of(), List.of(Sentences.of(e)));
        }
    }

    static ContainerPreflight of(Plan plan, ContainerOptions options, Engine engine) throws EngineException {
        List<String> problems = new ArrayList<>(EngineFitness.problems(engine.info()));
        long memory = plan.footprint().memoryBytes();
        long given = engine.info().memoryBytes();
        if (given > 0 && given < memory) {
            problems.add("the drill needs about " + Preflight.bytes(memory) + " of memory and "
                    + engine.info().name() + " has " + Preflight.bytes(given)
                    + " in all: give its machine more (Docker Desktop: Settings, Resources), or take fewer brokers with"
                    + " --set regions.REGION.brokers=1");
        }
        return new ContainerPreflight(engine.info().name(), ContainerImages.absent(engine, options), problems);
    }

    /**
     * Pulls the images that are not here: before a drill begins, since without them none does.
     *
     * @throws RefusedException one of them can't be had, with what to do
     */
    static void provide(ContainerOptions options, Progress progress) throws RefusedException {
        try {
            provide(Engine.find(), options, progress);
        } catch (EngineException e) {
            throw new RefusedException(Sentences.of(e), e);
        }
    }

    static void provide(Engine engine, ContainerOptions options, Progress progress) throws RefusedException {
        try {
            ContainerImages.provide(
                    engine, options, image -> progress.event("pulling the image " + image + ", which is not here yet"));
        } catch (EngineException e) {
            throw new RefusedException(Sentences.of(e), e);
        }
    }
}

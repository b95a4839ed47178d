package io.firedrill.run;

import io.firedrill.audit.Result;
import io.firedrill.drill.DrillEnd;
import io.firedrill.drill.DrillOptions;
import io.firedrill.drill.Plan;
import io.firedrill.drill.Progress;
import io.firedrill.evidence.FullDisk;
import io.firedrill.evidence.RunFolder;
import io.firedrill.region.ContainerOptions;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario: drill, audit and reports in a row.
 *
 * <p>{@link #prepare} guarantees that this machine can run it, as far as can be told, and that its folder is there. {@link
 * #run} may be called once; {@link #interrupt} from any thread at any time.
 */
public final class Rehearsal {

    private final Request request;
    private final Row row;
    private final Plan plan;
    private final RunFolder folder;
    private final DrillOptions options;
    private boolean interrupted;
    private @Nullable LiveDrill live;

    /**
     * What to run.
     *
     * @param effectiveYaml the scenario as text, overrides applied; goes into the evidence
     * @param runs where the run's folder is made, by scenario and time
     * @param output the run's folder itself, instead; absent or empty
     * @param keepData brokers' data directories stay in the folder
     * @param containers what runs on the container engine; empty: everything is a process of this machine
     */
    public record Request(
            Scenario scenario,
            String effectiveYaml,
            RunFolders runs,
            Optional<Path> output,
            boolean keepData,
            Optional<ContainerOptions> containers) {

        /** What it runs on. */
        public PlatformKind platform() {
            return containers.isPresent() ? PlatformKind.CONTAINERS : PlatformKind.PROCESSES;
        }

        /** On processes. */
        public Request(
                Scenario scenario, String effectiveYaml, RunFolders runs, Optional<Path> output, boolean keepData) {
            this(scenario, effectiveYaml, runs, output, keepData, Optional.empty());
        }
    }

    private Rehearsal(Request request, Row row, Plan plan, RunFolder folder, DrillOptions options) {
        this.request = request;
        this.row = row;
        this.plan = plan;
        this.folder = folder;
        this.options = options;
    }

    /**
     * Checks the machine against the plan, pulls images that are not here, and makes the run's folder.
     *
     * @param progress told what takes long
     * @throws RefusedException nothing was started, and why
     */
    public static Rehearsal prepare(Request request, Row row, Installation installation, Progress progress)
            throws RefusedException {
        Plan plan = Plan.of(request.scenario());
        Path place = request.output().orElse(request.runs().base());
        Optional<ContainerOptions> containers = request.containers().map(asked -> asked.with(request.scenario()));
        Optional<ContainerPreflight> engine = containers.map(options -> ContainerPreflight.of(plan, options));
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(Preflight.problems(plan, Machine.here(place)));
            problems.addAll(Capabilities.lackingHere(request.scenario(), request.platform()));
            engine.ifPresent(found -> problems.addAll(found.problems()));
        } catch (IOException e) {
            throw new RefusedException("can't tell what is left on the disk of " + place + ": " + Sentences.of(e), e);
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("\n", problems));
        }
        DrillOptions options = installation.drillOptions(request.keepData(), containers);
        if (engine.isPresent()) {
            engine.get().provide(progress);
        }
        RunFolder folder = request.output().isPresent()
                ? RunFolders.createAt(request.output().get())
                : request.runs().create(request.scenario().name(), LocalDateTime.now(ZoneId.systemDefault()));
        return new Rehearsal(request, row, plan, folder, options);
    }

    public Plan plan() {
        return plan;
    }

    public RunFolder folder() {
        return folder;
    }

    /** Runs the drill, then audits and renders what evidence there is, also after an interruption or a fault. */
    public Outcome run(Progress progress) {
        DrillEnd end;
        try {
            LiveDrill drill =
                    row.drill().prepare(request.scenario(), request.effectiveYaml(), folder, options, progress);
            if (!begin(drill)) {
                return new Outcome.Interrupted(folder);
            }
            end = drill.run();
        } catch (IOException | RuntimeException fault) {
            if (Files.exists(folder.timeline())) {
                try {
                    finish(progress);
                } catch (IOException | RuntimeException next) {
                    fault.addSuppressed(next);
                }
            }
            return unfinished("drill", fault);
        }
        try {
            return new Outcome.Audited(folder, end, finish(progress));
        } catch (IOException | RuntimeException fault) {
            return unfinished(Files.exists(folder.result()) ? "report" : "audit", fault);
        }
    }

    private Outcome unfinished(String where, Exception fault) {
        return FullDisk.sentence(fault, folder.root())
                .<Outcome>map(full -> new Outcome.NoRoom(folder, full))
                .orElseGet(() -> new Outcome.Faulted(folder, where, fault));
    }

    private Result finish(Progress progress) throws IOException {
        progress.live("auditing every record");
        Result result = row.audit().audit(folder);
        progress.live("rendering the report");
        row.render().render(folder);
        return result;
    }

    /** Asks the drill to end in order, soon; {@link #run} then audits what there is. */
    public synchronized void interrupt() {
        interrupted = true;
        if (live != null) {
            live.interrupt();
        }
    }

    private synchronized boolean begin(LiveDrill drill) {
        live = drill;
        return !interrupted;
    }
}

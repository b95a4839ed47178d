package io.firedrill.region;

import io.firedrill.launch.StallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Starts Kafka's programs as child processes of the harness. */
final class ProcessLauncher implements Launcher {
    private final ProcessSupervisor supervisor;
    private final ProgramTuning tuning;
    private final Path logs;

    /** @param tuning the last word on a command line: class-data archives */
    ProcessLauncher(ProcessSupervisor supervisor, ProgramTuning tuning, Path logs) {
        this.supervisor = supervisor;
        this.tuning = tuning;
        this.logs = logs;
    }

    @Override
    public Child start(KafkaProgram program) throws IOException {
        JavaProgram tuned = tuning.tune(program.role(), program.program())
                .metered(logs, program.name(), StallFile.KAFKA, program.file());
        return supervisor.start(new ChildSpec(program.name(), tuned.command(), program.log()));
    }

    @Override
    public SpokenChild start(WorkerProgram program) throws IOException {
        return start(program, supervisor, logs);
    }

    /** As a child of the harness, whatever Kafka runs on. */
    static SpokenChild start(WorkerProgram program, ProcessSupervisor supervisor, Path logs) throws IOException {
        JavaProgram own = OwnArchive.tune(program.program()).ofHarness(logs, program.name(), program.file());
        return supervisor.start(new ChildSpec(
                program.name(), own.command(), program.log(), ChildSpec.Ending.WHEN_DONE, ChildSpec.Streams.PIPED));
    }

    @Override
    public String pause(Collection<Child> children) throws IOException, InterruptedException {
        ChildProcess.pause(processes(children));
        return "SIGSTOP";
    }

    @Override
    public void resume(Collection<Child> children) throws IOException, InterruptedException {
        ChildProcess.resume(processes(children));
    }

    private static List<ChildProcess> processes(Collection<Child> children) {
        return children.stream().map(ChildProcess.class::cast).toList();
    }
}

package io.firedrill.run;

import io.firedrill.drill.RunRecord;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Ends and removes what dead runs left behind. What belongs to a run whose harness lives is not touched. */
public final class Leftovers {

    private static final long END_WITHIN_SECONDS = 5;

    private Leftovers() {}

    /**
     * What was found, and done about it.
     *
     * @param ended processes, as {@code us-east/broker-1 (4711)}
     * @param removed folders with data, and records of dead harnesses
     * @param running runs that go on, left alone
     * @param problems what could not be done, sentences
     */
    public record Report(List<String> ended, List<Path> removed, List<Path> running, List<String> problems) {
        public Report {
            ended = List.copyOf(ended);
            removed = List.copyOf(removed);
            running = List.copyOf(running);
            problems = List.copyOf(problems);
        }

        /** Nothing was left, and nothing runs. */
        public boolean nothing() {
            return ended.isEmpty() && removed.isEmpty() && running.isEmpty() && problems.isEmpty();
        }
    }

    /** Cleans the given runs. Guarantees that no process they recorded is left, unless the report says so. */
    public static Report clean(List<RunFolder> runs) {
        List<String> ended = new ArrayList<>();
        List<Path> removed = new ArrayList<>();
        List<Path> running = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (RunFolder run : runs) {
            try {
                Optional<RunRecord.Content> record = RunRecord.read(run);
                if (record.isEmpty()) {
                    continue;
                }
                if (record.get().alive()) {
                    running.add(run.root());
                } else {
                    clean(run, record.get(), ended, removed);
                }
            } catch (IOException e) {
                problems.add(run.root() + " could not be cleaned: " + Sentences.of(e));
            }
        }
        return new Report(ended, removed, running, problems);
    }

    private static void clean(RunFolder run, RunRecord.Content record, List<String> ended, List<Path> removed)
            throws IOException {
        List<ProcessHandle> left = new ArrayList<>();
        for (RunRecord.One child : record.children()) {
            Optional<ProcessHandle> process = child.running();
            if (process.isPresent()) {
                process.get().destroyForcibly();
                left.add(process.get());
                ended.add(child.name() + " (" + child.pid() + ")");
            }
        }
        awaitEnd(left);
        if (!record.keepData() && Files.exists(run.data())) {
            remove(run.data());
            removed.add(run.data());
        }
        Files.deleteIfExists(RunRecord.file(run));
        removed.add(RunRecord.file(run));
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws IOException {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(END_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            List<Long> alive = processes.stream()
                    .filter(ProcessHandle::isAlive)
                    .map(ProcessHandle::pid)
                    .toList();
            throw new IOException("processes " + alive + " did not end within " + END_WITHIN_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw new IOException("could not wait for the end of processes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the end of processes", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

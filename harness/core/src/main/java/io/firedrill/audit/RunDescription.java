package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.FaultProved;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineEvent.SettingsNoted;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the timeline says of a run by itself: which it was, what was broken in it, and with what settings it ran. */
record RunDescription(RunFolder folder, Story story, Troubles troubles) {

    Result.Run run() {
        Optional<RunStarted> started = story.timeline().first(RunStarted.class);
        return new Result.Run(
                started.map(RunStarted::id).orElse(""),
                started.map(RunStarted::scenario).orElse(story.scenario().name()),
                started.map(RunStarted::title).orElse(story.scenario().title()),
                started.map(RunStarted::pattern).orElse(""),
                started.map(RunStarted::platform).orElse(""),
                started.map(it -> Instant.ofEpochMilli(it.epochMillis()).toString())
                        .orElse(""),
                Millis.of(story.last() - story.first()) / 1000,
                started.map(RunStarted::firedrillVersion).orElse(""),
                new TreeMap<>(started.map(RunStarted::kafkaVersions).orElse(Map.of())),
                scenarioSum(),
                started.map(RunStarted::seed).orElse(0L),
                started.map(RunStarted::operator).orElse(""),
                story.timeline().last(DrillEnded.class).map(DrillEnded::how).orElse("unknown"));
    }

    private String scenarioSum() {
        if (!Files.exists(folder.scenario())) {
            return "";
        }
        try {
            return Manifest.sha256(folder.scenario());
        } catch (IOException e) {
            troubles.damage("scenario.yaml cannot be read (" + e.getClass().getSimpleName() + ")", Scope.ALL);
            return "";
        }
    }

    List<Result.Fault> faults() {
        return story.timeline().all(FaultApplied.class).map(this::fault).toList();
    }

    private Result.Fault fault(FaultApplied applied) {
        FaultReceipt receipt = applied.receipt();
        return new Result.Fault(
                receipt,
                story.millisFromZero(receipt.appliedFrom()),
                story.millisFromZero(receipt.effectFrom()),
                Millis.of(receipt.effectTo() - receipt.effectFrom()),
                story.lifted(applied).map(this::lift).orElse(null),
                story.left(applied)
                        .map(left -> new Result.Left(story.millisFromZero(left.at()), left.why()))
                        .orElse(null));
    }

    private Result.Lift lift(FaultLifted lifted) {
        Optional<FaultProved> later = story.timeline().provedLater(lifted);
        return new Result.Lift(
                story.millisFromZero(lifted.takenBackAt()),
                story.timeline().provedAt(lifted).map(story::millisFromZero).orElse(null),
                story.timeline().clean(lifted),
                lifted.note()
                        + later.map(proved -> "; at the end: " + proved.note()).orElse(""));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(story.timeline()
                .first(RunStarted.class)
                .map(RunStarted::environment)
                .orElse(Map.of()));
        story.timeline().all(SettingsNoted.class).forEach(noted -> noted.settings()
                .forEach((name, value) -> environment.put(noted.subject() + "." + name, value)));
        return environment;
    }
}

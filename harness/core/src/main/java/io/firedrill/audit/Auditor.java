package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.NewerFormat;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Computes the findings of a drill from its folder and from nothing else (MEASURES.md). The same folder gives the same result on any
 * machine at any time.
 *
 * <p>It never throws for what a folder holds: what is missing, cut, altered or foreign is a trouble, and makes the verdict
 * INCONCLUSIVE. It never passes what it could not measure. Of evidence that a newer version made it says just that.
 */
public final class Auditor {

    private static final Catalogue NOTHING = new Catalogue(List.of(), List.of(), List.of(), List.of());

    /** What every figure rests on, as the manifest calls them. */
    private static final String TIMELINE = "timeline.jsonl";

    private static final String SCENARIO = "scenario.yaml";

    private Auditor() {}

    /** Audits a run by the scenario in its folder. */
    public static Result audit(RunFolder folder) {
        Troubles troubles = new Troubles();
        Scenario scenario = null;
        ScenarioReading reading = ScenarioReader.ofEvidence().read(folder.scenario());
        if (reading instanceof ScenarioReading.Read read) {
            scenario = read.scenario();
        } else if (Files.exists(folder.scenario())) {
            troubles.baseless("scenario.yaml cannot be read, so there is nothing to hold the drill against");
        } else {
            troubles.baseless("scenario.yaml is missing, so there is nothing to hold the drill against");
        }
        Timeline timeline = TimelineReader.read(folder.timeline());
        try (Crew crew = Crew.ofThisMachine()) {
            Means means = new Means(Scratch.ofThisMachine(), crew);
            return audit(folder, timeline, scenario == null ? unknown(timeline) : scenario, troubles, means);
        }
    }

    /** Audits a run by a given scenario. */
    public static Result audit(RunFolder folder, Scenario scenario) {
        try (Crew crew = Crew.ofThisMachine()) {
            return audit(folder, scenario, new Means(Scratch.ofThisMachine(), crew));
        }
    }

    /** What an audit may use; it changes nothing in the result. */
    record Means(Scratch scratch, Crew crew) {}

    static Result audit(RunFolder folder, Scenario scenario, Means means) {
        return audit(folder, TimelineReader.read(folder.timeline()), scenario, new Troubles(), means);
    }

    private static Result audit(
            RunFolder folder, Timeline timeline, Scenario scenario, Troubles troubles, Means means) {
        Optional<String> newer = NewerFormat.of(folder);
        if (newer.isPresent()) {
            troubles.unread(newer.get());
            Story nothing = Story.of(new Timeline(List.of(), List.of(), false), scenario);
            return new AuditUnderWay(
                            folder,
                            new Dossier(new Facts(NOTHING), nothing, means.crew()),
                            troubles,
                            new Measuring(troubles))
                    .result();
        }
        // A line that was cut when the harness ended is the last: what came before it says what it says.
        List<String> unread = timeline.problems();
        int lost = unread.size() - (timeline.cut() ? 1 : 0);
        unread.subList(0, lost).forEach(troubles::baseless);
        unread.subList(lost, unread.size()).forEach(problem -> troubles.damage(problem, Scope.ALL));
        List<Manifest.Problem> altered = Manifest.verify(folder).found();
        altered.forEach(problem -> {
            if (problem.path().equals(TIMELINE) || problem.path().equals(SCENARIO)) {
                troubles.baseless(problem.sentence());
            } else {
                troubles.damage(problem.sentence(), Scope.ALL);
            }
        });
        Catalogue said =
                timeline.first(RunStarted.class).map(RunStarted::catalogue).orElse(NOTHING);
        if (timeline.first(RunStarted.class).isEmpty()) {
            troubles.baseless("the timeline does not say what run this is; this may be no evidence of a drill");
        }
        Measuring measuring = new Measuring(troubles);
        Story told = Story.of(timeline, scenario);
        Optional<String> unsound = Soundness.problem(said, told);
        unsound.ifPresent(troubles::baseless);
        // Without its facts a drill would look as if nobody had ever recovered.
        Story story = unsound.isPresent() ? told.withoutTransitions() : told;
        Catalogue catalogue = unsound.isPresent() ? NOTHING : said;
        Facts facts = measuring
                .figure(
                        "the facts",
                        Scope.ALL,
                        () -> FactsLoader.load(folder, catalogue, JournalClocks.of(timeline), troubles, means))
                .orElseGet(() -> new Facts(catalogue));
        facts.altered(altered);
        Dossier dossier = measuring
                .figure("the evidence", Scope.ALL, () -> new Dossier(facts, story, means.crew()))
                .orElseGet(() -> new Dossier(new Facts(catalogue), story, means.crew()));
        return new AuditUnderWay(folder, dossier, troubles, measuring).result();
    }

    /** A scenario without objectives, for a folder that has none. */
    static Scenario unknown(Timeline timeline) {
        Optional<RunStarted> run = timeline.first(RunStarted.class);
        String pattern = run.map(RunStarted::pattern).orElse("");
        Pattern of = Stream.of(Pattern.values())
                .filter(candidate -> candidate
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(pattern))
                .findFirst()
                .orElse(Pattern.ACTIVE_PASSIVE);
        return new Scenario(
                run.map(RunStarted::scenario).orElse(""),
                run.map(RunStarted::title).orElse(""),
                of,
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Scenario.Settings.DEFAULT);
    }
}

package io.firedrill.junit;

import io.firedrill.audit.Result;
import io.firedrill.drill.Progress;
import io.firedrill.evidence.RunFolder;
import io.firedrill.run.Environments;
import io.firedrill.run.Installation;
import io.firedrill.run.Library;
import io.firedrill.run.Outcome;
import io.firedrill.run.RefusedException;
import io.firedrill.run.Rehearsal;
import io.firedrill.run.Row;
import io.firedrill.run.RunFolders;
import io.firedrill.run.StandardRow;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReading;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs the drill that {@link Firedrill} asks for. Can also be registered by hand:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FiredrillExtension DRILL = FiredrillExtension.of("region-loss", Map.of("services.billing.consumes.instances", "2"));
 * }</pre>
 */
public final class FiredrillExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(FiredrillExtension.class);

    private final @Nullable Wanted wanted;
    private final Row row;
    private final Installation installation;

    private record Wanted(String scenario, Map<String, String> overrides, String on, boolean keepData) {}

    /** JUnit's own way, for {@link Firedrill}. */
    public FiredrillExtension() {
        this(null, StandardRow.row(), Installation.find());
    }

    private FiredrillExtension(@Nullable Wanted wanted, Row row, Installation installation) {
        this.wanted = wanted;
        this.row = row;
        this.installation = installation;
    }

    /**
     * An extension for {@code @RegisterExtension} on a static field.
     *
     * @param scenario name of a scenario of the library, or path of a YAML file
     * @param overrides path to value
     */
    public static FiredrillExtension of(String scenario, Map<String, String> overrides) {
        return of(scenario, overrides, StandardRow.row(), Installation.find());
    }

    static FiredrillExtension of(String scenario, Map<String, String> overrides, Row row, Installation installation) {
        return new FiredrillExtension(
                new Wanted(scenario, new LinkedHashMap<>(overrides), "", false), row, installation);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).computeIfAbsent(Outcome.Audited.class, unused -> run(context));
    }

    private Outcome.Audited run(ExtensionContext context) {
        Wanted asked = wanted == null ? annotated(context) : wanted;
        Rehearsal rehearsal;
        try {
            ScenarioReading.Read read = read(asked);
            Environment on = Environments.read(
                    Optional.of(asked.on()).filter(file -> !file.isEmpty()).map(Path::of), Map.of());
            rehearsal = Rehearsal.prepare(
                    new Rehearsal.Request(
                            read.scenario(),
                            read.effectiveYaml(),
                            new RunFolders(installation.runs()),
                            Optional.empty(),
                            asked.keepData(),
                            Environments.containers(on.platform(), on, installation.build())),
                    row,
                    installation,
                    Progress.NONE);
        } catch (RefusedException e) {
            throw new DrillFailedException(
                    "the drill '" + asked.scenario() + "' was not started: " + e.getMessage(), e);
        }
        context.publishReportEntry("firedrill.run", rehearsal.folder().root().toString());
        Outcome outcome = rehearsal.run(Progress.NONE);
        if (outcome instanceof Outcome.Audited audited) {
            return audited;
        }
        if (outcome instanceof Outcome.NoRoom full) {
            throw new DrillFailedException(
                    "the drill of '" + asked.scenario() + "' is inconclusive: " + full.sentence());
        }
        if (outcome instanceof Outcome.Faulted faulted) {
            throw new DrillFailedException(
                    "the " + faulted.where() + " of '" + asked.scenario() + "' failed; what evidence there is lies in "
                            + faulted.folder().root(),
                    faulted.fault());
        }
        throw new DrillFailedException("the drill '" + asked.scenario() + "' was interrupted before it began");
    }

    private ScenarioReading.Read read(Wanted asked) throws RefusedException {
        ScenarioReading reading = new Library(installation.scenarios()).read(asked.scenario(), asked.overrides());
        if (reading instanceof ScenarioReading.Read read) {
            return read;
        }
        throw new RefusedException(((ScenarioReading.Refused) reading)
                .problems().stream().map(ScenarioProblem::toString).collect(Collectors.joining("; ")));
    }

    private static Wanted annotated(ExtensionContext context) {
        Firedrill firedrill = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Firedrill.class)
                .orElseThrow(() ->
                        new DrillFailedException(context.getRequiredTestClass().getName()
                                + " has no @Firedrill, so there is no scenario to run: put it there, or register"
                                + " FiredrillExtension.of(scenario, overrides)"));
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String setting : firedrill.set()) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new DrillFailedException("set = \"" + setting
                        + "\" of @Firedrill is not path=value, as services.billing.consumes.instances=2");
            }
            overrides.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new Wanted(firedrill.scenario(), overrides, firedrill.on(), firedrill.keepData());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Result.class || type == RunFolder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Outcome.Audited audited = context.getStore(NAMESPACE).get(Outcome.Audited.class, Outcome.Audited.class);
        if (audited == null) {
            throw new DrillFailedException(
                    "there is no drill yet: register FiredrillExtension on a static field, so that it runs before all tests");
        }
        return parameter.getParameter().getType() == Result.class ? audited.result() : audited.folder();
    }
}

package io.firedrill.junit;

import io.firedrill.region.ContainerImages;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.EngineFitness;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.run.Installation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs a container engine with Kafka's and Toxiproxy's images. Where they are not there it is left out, which the build says in its
 * last lines; with {@code -Dfiredrill.containers.required=true}, as CI has it, that is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnContainers.Condition.class)
@interface OnContainers {

    /** Whether the engine is there. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<String> lacking = lacking();
            String test = context.getRequiredTestClass().getSimpleName();
            LeftOutTests.note(test, lacking);
            if (lacking.isEmpty()) {
                return ConditionEvaluationResult.enabled("an engine and its images are there");
            }
            if (Boolean.getBoolean("firedrill.containers.required")) {
                throw new IllegalStateException("container tests are required here, and " + lacking.get());
            }
            return ConditionEvaluationResult.disabled(lacking.get());
        }

        private static Optional<String> lacking() {
            try {
                Engine engine = Engine.find();
                ContainerOptions options =
                        ContainerOptions.official(Installation.find().build().kafkaVersion());
                List<String> unfit = EngineFitness.problems(engine.info());
                if (!unfit.isEmpty()) {
                    return Optional.of(String.join("; ", unfit));
                }
                List<String> absent = ContainerImages.absent(engine, options);
                return absent.isEmpty()
                        ? Optional.empty()
                        : Optional.of(engine.info().name() + " has no image " + String.join(" and ", absent)
                                + ": build them with ci/images/build, or get them as ci/images/README.md says");
            } catch (EngineException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }
}

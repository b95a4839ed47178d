package io.firedrill.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test of a drill beside the shared one, a minute each. {@code mvn verify} leaves it out, which it says in its last lines; {@code mvn verify
 * -Dfiredrill.drills=all}, as CI has it, runs it.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MoreDrills.Condition.class)
@interface MoreDrills {

    /** Whether all drills are wanted. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String test = context.getRequiredTestClass().getSimpleName();
            if ("all".equals(System.getProperty("firedrill.drills"))) {
                LeftOutTests.note(test, Optional.empty());
                return ConditionEvaluationResult.enabled("all drills are wanted");
            }
            String why = "a drill beside the shared one, which -Dfiredrill.drills=all runs";
            LeftOutTests.note(test, Optional.of(why));
            return ConditionEvaluationResult.disabled(why);
        }
    }
}

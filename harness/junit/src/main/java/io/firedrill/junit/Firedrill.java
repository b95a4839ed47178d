package io.firedrill.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a drill once, before the first test of the class, and hands its {@link io.firedrill.audit.Result} and its {@link
 * io.firedrill.evidence.RunFolder} to any method that takes them as a parameter. By then the drill has ended, was audited,
 * and its report is in the folder.
 *
 * <pre>{@code
 * @Firedrill(scenario = "region-loss", set = "services.order-service.produces.rate=1000/s")
 * class RegionLossTest {
 *     @Test
 *     void keepsItsPromises(Result result) {
 *         FiredrillAssertions.assertThat(result)
 *                 .passed()
 *                 .rtoServiceAtMost(Duration.ofSeconds(30))
 *                 .noSplitBrainWrites();
 *     }
 * }
 * }</pre>
 *
 * <p>A verdict fails no test by itself: a test says what it wants of it. A drill that could not start, or a fault of the
 * harness, fails the class.
 *
 * <p>Takes a minute or two and some gigabytes of memory: {@code firedrill plan} says how much. Drills of parallel classes
 * disturb each other's figures; mark them {@code @ResourceLock} or run them apart.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FiredrillExtension.class)
public @interface Firedrill {

    /** Name of a scenario of the library, or path of a YAML file. */
    String scenario();

    /** Other values for this run, {@code path=value} each, as {@code --set} takes them. */
    String[] set() default {};

    /** An environment file, as {@code --on} takes it; empty: processes of this machine. */
    String on() default "";

    /** Brokers' data directories stay in the run's folder. */
    boolean keepData() default false;
}

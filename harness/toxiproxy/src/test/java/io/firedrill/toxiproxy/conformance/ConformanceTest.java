package io.firedrill.toxiproxy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case against this server. {@code ci/toxiproxy-conformance} holds the real one against the same cases beside it. */
class ConformanceTest {

    @TestFactory
    Stream<DynamicTest> thisServerMeetsTheContract() {
        return against(Candidate.embedded(), Conformance.cases());
    }

    /** But for pauses below a millisecond, which NIO rounds up. */
    @TestFactory
    Stream<DynamicTest> soItDoesWithoutEpoll() {
        List<Case> cases = Conformance.cases().stream()
                .filter(one -> !one.reasons().contains(Reason.SLOW_SLICES))
                .toList();
        return against(Candidate.portable(), cases);
    }

    private static Stream<DynamicTest> against(Candidate candidate, List<Case> cases) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(one.group() + ": " + one.name(), () -> {
                    String observed = one.observe(candidate);
                    assertThat(observed).isEqualTo(one.contract());
                }));
    }
}

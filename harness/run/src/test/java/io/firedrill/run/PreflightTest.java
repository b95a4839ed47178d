package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.drill.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreflightTest {

    private static final long GIB = 1024L * 1024 * 1024;

    private static Plan plan;

    @BeforeAll
    static void ofTheFirstScenario() throws RefusedException {
        plan = Plan.of(Scenarios.regionLoss().scenario());
    }

    @Test
    void aMachineWithRoomIsFine() {
        assertThat(Preflight.problems(plan, machine("Linux 6", OptionalLong.of(16 * GIB), 50 * GIB)))
                .isEmpty();
    }

    @Test
    void whatIsShortIsSaidWithBothFiguresAndAWayOut() {
        List<String> problems = Preflight.problems(plan, machine("Linux 6", OptionalLong.of(GIB), GIB / 8));

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("of memory", "1.0 GiB", "--set");
        assertThat(problems.get(1)).contains("of disk", "128 MiB left", "/runs", "--output");
    }

    @Test
    void memoryThatCantBeToldIsNoReasonToRefuse() {
        assertThat(Preflight.problems(plan, machine("Mac OS X 15", OptionalLong.empty(), 50 * GIB)))
                .isEmpty();
    }

    @Test
    void windowsIsSentToWsl() {
        assertThat(Preflight.problems(plan, machine("Windows 11 10.0", OptionalLong.empty(), 50 * GIB)))
                .singleElement()
                .asString()
                .contains("WSL2");
    }

    @Test
    void linuxSaysHowMuchMemoryItCanGive() {
        assertThat(Machine.available(List.of("MemTotal:  100 kB", "MemAvailable:      2048 kB")))
                .hasValue(2048 * 1024);
        assertThat(Machine.available(List.of("MemTotal:  100 kB"))).isEmpty();
    }

    private static Machine machine(String os, OptionalLong memory, long disk) {
        return new Machine(os, 2, memory, disk, Path.of("/runs"));
    }
}

package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.region.engine.EngineInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An engine that would make a drill fail, or its numbers wrong, is refused by name. */
class EngineFitnessTest {
    private static final String KERNEL = "6.1.0-18-amd64";

    private static EngineInfo engine(boolean rootless, boolean podman, String kernel, boolean userns, boolean selinux) {
        return new EngineInfo("27.0", "1.46", "linux", 1, 1, rootless, podman, kernel, userns, selinux);
    }

    private static List<String> problems(EngineInfo engine) {
        return EngineFitness.problems(engine, "Linux", KERNEL);
    }

    @Test
    void oneOfThisMachinesKernelWillDo() {
        assertThat(problems(engine(false, false, KERNEL, false, false))).isEmpty();
    }

    @Test
    void aVersionOfTwoNumbersIsTheSameKernel() {
        assertThat(EngineFitness.problems(engine(false, false, "6.8.0-rc1", false, false), "Linux", "6.8-rc1"))
                .isEmpty();
        assertThat(EngineFitness.problems(engine(false, false, "6.18.0", false, false), "Linux", "6.1"))
                .hasSize(1);
    }

    @Test
    void oneInAVirtualMachineHasAnotherClock() {
        assertThat(problems(engine(false, false, "6.6.12-linuxkit", false, false)))
                .singleElement()
                .asString()
                .contains("Docker 27.0", "6.6.12-linuxkit", KERNEL, "a clock of its own", "run the drill on processes");
    }

    @Test
    void elsewhereThanOnLinuxItIsInAVirtualMachineWhateverItsKernelIsCalled() {
        assertThat(EngineFitness.problems(engine(false, false, "14.4", false, false), "Mac OS X", "14.4"))
                .singleElement()
                .asString()
                .contains("on Mac OS X Docker 27.0", "a clock of its own");
    }

    @Test
    void whatWasNeverTriedIsRefusedByName() {
        assertThat(problems(engine(true, false, KERNEL, false, false)))
                .singleElement()
                .asString()
                .contains("Docker 27.0, rootless", "never tried", "not rootless");
        assertThat(problems(engine(true, true, KERNEL, false, false)))
                .singleElement()
                .asString()
                .contains("Podman 27.0", "never tried", "use Docker");
    }

    @Test
    void whatKeepsBrokersFromTheRunsFolderIsRefusedByName() {
        assertThat(problems(engine(false, false, KERNEL, true, true)))
                .satisfiesExactly(
                        userns -> assertThat(userns).contains("userns-remap", "start it without"),
                        selinux -> assertThat(selinux).contains("SELinux", "--selinux-enabled"));
    }
}

package io.firedrill.region;

/** A last word on the command line of a program before it starts. */
@FunctionalInterface
public interface ProgramTuning {
    /** Every program as it is. */
    ProgramTuning NONE = (role, program) -> program;

    /** The program as it shall be started. */
    JavaProgram tune(ProgramRole role, JavaProgram program);
}

package io.firedrill.junit;

import io.firedrill.audit.Result;

/** Where assertions on a drill begin. */
public final class FiredrillAssertions {
    private FiredrillAssertions() {}

    /** Assertions on the result of a drill. */
    public static ResultAssert assertThat(Result result) {
        return new ResultAssert(result);
    }
}

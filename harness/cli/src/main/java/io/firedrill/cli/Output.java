package io.firedrill.cli;

import picocli.CommandLine.Option;

/** Options that read alike everywhere: how much is said, and in which form. */
final class Output {

    @Option(names = "--quiet", description = "On standard error, only what is to worry about.")
    private boolean quiet;

    @Option(names = "--json", description = "The result on standard output as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    Terminal.Mode mode(Surroundings surroundings) {
        if (quiet) {
            return Terminal.Mode.QUIET;
        }
        return surroundings.live() ? Terminal.Mode.LIVE : Terminal.Mode.PLAIN;
    }

    boolean quiet() {
        return quiet;
    }
}

package io.firedrill.toxiproxy;

/**
 * The flags of the process, with one dash or two, the value after a space or an equals sign.
 *
 * @param host where the HTTP interface listens
 * @param port 0 for any free port
 * @param config a file with proxies to make at the start, a JSON array; empty: none
 * @param seed of every random draw
 * @param version whether only the version is asked for
 */
record CommandLine(String host, int port, String config, long seed, boolean version) {

    private static final String USAGE =
            "flags are -host <host>, -port <port>, -config <file>, -seed <number>, -version, -proxy-metrics, -runtime-metrics";

    /** @throws IllegalArgumentException with one sentence that names the flag, what was found and what is allowed */
    static CommandLine parse(String... args) {
        String host = "localhost";
        int port = 8474;
        String config = "";
        long seed = System.nanoTime() ^ System.currentTimeMillis();
        boolean version = false;
        for (int i = 0; i < args.length; i++) {
            String flag = args[i].replaceFirst("^--?", "").replaceFirst("=.*$", "");
            if (args[i].equals(flag)) {
                throw new IllegalArgumentException("unexpected argument " + args[i] + ": " + USAGE);
            }
            switch (flag) {
                case "version" -> version = true;
                // Metrics are always there, so the real server's switches for them are accepted and change nothing.
                case "proxy-metrics", "runtime-metrics" -> {}
                case "host", "port", "config", "seed" -> {
                    String value;
                    if (args[i].indexOf('=') >= 0) {
                        value = args[i].substring(args[i].indexOf('=') + 1);
                    } else if (++i < args.length) {
                        value = args[i];
                    } else {
                        throw new IllegalArgumentException("-" + flag + " needs a value: " + USAGE);
                    }
                    switch (flag) {
                        case "host" -> host = value;
                        case "config" -> config = value;
                        case "port" -> port = (int) number(flag, value, 0, 65535);
                        default -> seed = number(flag, value, Long.MIN_VALUE, Long.MAX_VALUE);
                    }
                }
                default -> throw new IllegalArgumentException("unknown flag -" + flag + ": " + USAGE);
            }
        }
        return new CommandLine(host, port, config, seed, version);
    }

    private static long number(String flag, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of bounds.
        }
        throw new IllegalArgumentException(
                "-" + flag + " is " + value + ", allowed is a whole number from " + min + " to " + max);
    }
}

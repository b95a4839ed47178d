package io.firedrill.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The main class of every JVM the harness starts: {@code java ... io.firedrill.launch.Child <main class> <arguments>}.
 *
 * <p>It guarantees that the process ends when its standard input does, that is when the harness is gone, however it went;
 * a program that listens to its standard input ({@link #READS_INPUT}) sees to that itself.
 * On request by system properties it also samples JMX ({@link JmxSampler}) and notes stalls ({@link StallMeter}) from
 * inside the process. Then it calls the real main class in the same thread.
 */
public final class Child {
    /** Exit code of a child whose standard input ended: the harness is gone. */
    public static final int HARNESS_GONE = 71;

    /**
     * System property: {@code true} when the program reads its standard input itself, and ends when it does. Then nobody else
     * may read it.
     */
    public static final String READS_INPUT = "firedrill.reads.input";

    private static final int USAGE = 64;

    private Child() {}

    /**
     * Starts what was asked for and hands over to the real main class.
     *
     * @param args the real main class, then its arguments
     * @throws Throwable what the real main class throws, unwrapped, so that its stack trace reads as if started directly
     */
    public static void main(String[] args) throws Throwable {
        if (args.length == 0) {
            System.err.println("usage: java ... " + Child.class.getName() + " <main class> [arguments]");
            System.exit(USAGE);
        }
        if (!Boolean.getBoolean(READS_INPUT)) {
            InputWatch.haltAtEnd(System.in, HARNESS_GONE);
        }
        StallMeter.startIfAsked();
        JmxSampler.startIfAsked();
        Method main = Class.forName(args[0]).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}

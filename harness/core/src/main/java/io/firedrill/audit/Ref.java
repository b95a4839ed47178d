package io.firedrill.audit;

/**
 * A record's identity as one number, so that millions fit into plain columns: session index and sequence for a record that was
 * sent, a negative number for a phantom.
 */
final class Ref {
    private static final int SEQUENCE_BITS = 32;

    private Ref() {}

    static long of(int session, long sequence) {
        return (long) session << SEQUENCE_BITS | sequence;
    }

    static int session(long ref) {
        return (int) (ref >>> SEQUENCE_BITS);
    }

    static int sequence(long ref) {
        return (int) ref;
    }

    static boolean phantom(long ref) {
        return ref < 0;
    }

    /** @param reader that met it, whose own number it is */
    static long phantom(int reader, int number) {
        return -1L - ((long) reader << SEQUENCE_BITS | number);
    }

    /** Who met the phantom. */
    static int reader(long phantom) {
        return (int) (-1L - phantom >>> SEQUENCE_BITS);
    }

    /** The phantom's number among those of its reader. */
    static int number(long phantom) {
        return (int) (-1L - phantom);
    }
}

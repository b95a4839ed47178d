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

    static long phantom(int index) {
        return -1L - index;
    }
}

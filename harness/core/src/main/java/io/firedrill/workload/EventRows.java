package io.firedrill.workload;

import io.firedrill.scenario.ServiceSpec;

/**
 * When a producer's rows are committed: before its event is handed over, with it (at once after, whatever becomes of it), or once it is
 * acknowledged.
 */
record EventRows(ServiceStore store, ServiceSpec.Store.Written written, int worker, int producer, int session) {

    void beforeSend(long sequence) {
        if (written == ServiceSpec.Store.Written.BEFORE) {
            write(sequence);
        }
    }

    void afterHandOver(long sequence) {
        if (written == ServiceSpec.Store.Written.WITH) {
            write(sequence);
        }
    }

    void acknowledged(long sequence) {
        if (written == ServiceSpec.Store.Written.AFTER) {
            write(sequence);
        }
    }

    private void write(long sequence) {
        store.write(worker, producer, session, sequence);
    }
}

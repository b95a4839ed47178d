package io.firedrill.audit;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalWriter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a journal or a scan anew, every checksum right, with other facts. */
final class JournalForgery {

    interface Rewriting {
        /** Changes the arguments; how often the fact is written. */
        int times(Method fact, Object[] args);
    }

    private JournalForgery() {}

    /**
     * @param journal its path in the run's folder, {@code journals/us-east-1} or {@code scans/us-east}
     * @param fresh an empty folder, for the new segments
     * @return whether any fact is another; the same facts may be other bytes
     */
    static boolean write(Path run, String journal, Path fresh, Rewriting rewriting) throws IOException {
        String name = journal.substring(journal.indexOf('/') + 1);
        boolean scan = journal.startsWith("scans/");
        String region = scan ? name : name.substring(0, name.lastIndexOf('-'));
        int incarnation = scan ? 0 : Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        boolean[] altered = {false};
        try (JournalWriter writer = new JournalWriter(fresh, region, incarnation, 1 << 18)) {
            FactSink sink = (FactSink) Proxy.newProxyInstance(
                    FactSink.class.getClassLoader(), new Class<?>[] {FactSink.class}, (proxy, fact, given) -> {
                        Object[] args = given.clone();
                        int times = rewriting.times(fact, args);
                        altered[0] |= times != 1 || !Arrays.equals(args, given);
                        for (int i = 0; i < times; i++) {
                            written(writer, fact, args, given);
                        }
                        return null;
                    });
            JournalReader.read(run.resolve(journal), sink);
        }
        return altered[0];
    }

    /** What the format can't hold is written as it was. */
    private static void written(JournalWriter writer, Method fact, Object[] args, Object[] given) {
        try {
            fact.invoke(writer, args);
        } catch (InvocationTargetException e) {
            try {
                fact.invoke(writer, given);
            } catch (ReflectiveOperationException second) {
                throw new IllegalStateException(second);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

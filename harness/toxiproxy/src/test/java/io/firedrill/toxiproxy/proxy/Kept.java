package io.firedrill.toxiproxy.proxy;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What servers inside this JVM keep in memory: objects that can still be reached, and buffers that nobody gave back. */
public final class Kept {
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

    /** What there is one of for each connection through a proxy. */
    public static final String LINK = Link.class.getName();

    private Kept() {}

    /** How many objects of each class of the server and of Netty there are, after a full collection. */
    public static Map<String, Long> objects() {
        Map<String, Long> objects = new TreeMap<>();
        Matcher found = LINE.matcher(histogram());
        while (found.find()) {
            String type = found.group(2);
            if (type.startsWith("io.firedrill.toxiproxy.") || type.startsWith("io.netty.")) {
                objects.put(type, Long.valueOf(found.group(1)));
            }
        }
        return objects;
    }

    /** Bytes of direct memory in buffers that are in use. */
    public static long buffers() {
        return Transport.ALLOCATOR.pinnedDirectMemory();
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this JVM gives no histogram of its heap", e);
        }
    }
}

package io.firedrill.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Writes numeric JMX attributes of this process to a file, so that no JMX port has to be opened.
 *
 * <p>One line per object and sample: {@code {"nanos":…,"millis":…,"object":"…","attributes":{"name":number,…}}}.
 * {@code nanos} is {@link System#nanoTime()}, which all processes of one Linux host share; {@code millis} is the wall
 * clock. Values that are not finite numbers (a rate before its first event) are left out.
 */
public final class JmxSampler {
    /** System property: the file to append to. Absent: no sampling. */
    public static final String FILE = "firedrill.jmx.file";
    /** System property: object name patterns, separated by {@code ;}. */
    public static final String QUERY = "firedrill.jmx.query";
    /** System property: milliseconds between samples; 1000 when absent. */
    public static final String EVERY_MILLIS = "firedrill.jmx.every.millis";

    private final List<ObjectName> patterns;
    private final FactFile file;
    private final MBeanServer server;

    JmxSampler(List<ObjectName> patterns, FactFile file, MBeanServer server) {
        this.patterns = patterns;
        this.file = file;
        this.server = server;
    }

    static void startIfAsked() {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        String query = System.getProperty(QUERY);
        if (query == null) {
            throw new IllegalArgumentException("-D" + FILE + " is given without -D" + QUERY);
        }
        List<ObjectName> patterns = parse(query);
        long every = Long.getLong(EVERY_MILLIS, 1000);
        FactFile facts = FactFile.open(Path.of(file));
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "firedrill-jmx-sampler");
            thread.setDaemon(true);
            return thread;
        });
        // The MBean server is made by the sampler's own thread: it costs a tenth of a second of the program's start.
        executor.execute(() -> {
            JmxSampler sampler = new JmxSampler(patterns, facts, ManagementFactory.getPlatformMBeanServer());
            executor.scheduleAtFixedRate(sampler::sampleOrReport, every, every, TimeUnit.MILLISECONDS);
        });
    }

    static List<ObjectName> parse(String query) {
        List<ObjectName> patterns = new ArrayList<>();
        for (String pattern : query.split(";", -1)) {
            try {
                patterns.add(new ObjectName(pattern.trim()));
            } catch (MalformedObjectNameException e) {
                throw new IllegalArgumentException(
                        "-D" + QUERY + " holds '" + pattern + "', which is no JMX object name pattern", e);
            }
        }
        return patterns;
    }

    /** A sample that fails is told on standard error and the next one is tried: sampling never ends the program. */
    private void sampleOrReport() {
        try {
            sample();
        } catch (IOException | JMException | RuntimeException e) {
            System.err.println("firedrill: JMX sample failed: " + e);
        }
    }

    /** Takes one sample of every object that matches now. */
    void sample() throws IOException, JMException {
        StringBuilder lines = new StringBuilder();
        for (ObjectName pattern : patterns) {
            for (ObjectName name : server.queryNames(pattern, null)) {
                String[] attributes = numericAttributes(name);
                if (attributes.length == 0) {
                    continue;
                }
                // Read just before the values, so that a stall between two objects does not age the second.
                JsonLine line = new JsonLine()
                        .put("nanos", System.nanoTime())
                        .put("millis", System.currentTimeMillis())
                        .put("object", name.getCanonicalName());
                JsonLine values = values(name, attributes);
                if (!values.isEmpty()) {
                    lines.append(line.put("attributes", values)).append('\n');
                }
            }
        }
        if (lines.length() > 0) {
            file.append(lines);
        }
    }

    private String[] numericAttributes(ObjectName name) throws JMException {
        List<String> names = new ArrayList<>();
        try {
            for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
                if (info.isReadable()) {
                    names.add(info.getName());
                }
            }
        } catch (InstanceNotFoundException e) {
            return new String[0]; // unregistered between the query and now
        }
        return names.toArray(String[]::new);
    }

    private JsonLine values(ObjectName name, String[] attributes) throws JMException {
        JsonLine values = new JsonLine();
        try {
            for (Attribute attribute : server.getAttributes(name, attributes).asList()) {
                if (attribute.getValue() instanceof Number number && Double.isFinite(number.doubleValue())) {
                    put(values, attribute.getName(), number);
                }
            }
        } catch (InstanceNotFoundException e) {
            return new JsonLine();
        }
        return values;
    }

    private static void put(JsonLine values, String name, Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            values.put(name, number.longValue());
        } else {
            values.put(name, number.doubleValue());
        }
    }
}

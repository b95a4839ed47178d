package io.firedrill.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Versions this build was made of.
 *
 * @param version Firedrill's own
 * @param kafkaVersion of the distribution that the build lays out
 */
public record Build(String version, String kafkaVersion) {

    /** The build that this class is part of. */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is missing from Firedrill's jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read build.properties of Firedrill's jar", e);
        }
        return new Build(properties.getProperty("version"), properties.getProperty("kafka.version"));
    }
}

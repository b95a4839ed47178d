package io.firedrill.region;

import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the command lines of Kafka's own programs from one distribution.
 *
 * @param distribution where the jars are
 * @param launchJar the launch module as a jar
 */
public record KafkaPrograms(KafkaDistribution distribution, Path launchJar) {
    /** The programs of a distribution, with the launch module from the cache. */
    public static KafkaPrograms of(KafkaDistribution distribution, HarnessCache cache) throws IOException {
        return new KafkaPrograms(distribution, LaunchJar.in(cache));
    }

    /** How slf4j-simple, which the distribution is laid out with, writes: to standard error, with wall clock times. */
    private static final Map<String, String> LOGGING = Map.of(
            "org.slf4j.simpleLogger.showDateTime", "true",
            "org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS",
            "org.slf4j.simpleLogger.showShortLogName", "true");

    /** Classes that print a page of settings for each client they configure; Connect makes dozens. */
    private static final List<String> TALKATIVE =
            List.of("org.apache.kafka.common.config.AbstractConfig", "org.apache.kafka.common.utils.AppInfoParser");

    /** A program of the distribution. */
    public JavaProgram program(
            String mainClass, List<String> arguments, JvmOptions jvm, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(LOGGING);
        TALKATIVE.forEach(name -> all.put("org.slf4j.simpleLogger.log." + name, "warn"));
        all.put("java.net.preferIPv4Stack", "true");
        all.put("java.awt.headless", "true");
        all.putAll(properties);
        return new JavaProgram(mainClass, arguments, classPath(), jvm, all);
    }

    /** The launch module, then the distribution. */
    public String classPath() {
        return launchJar + File.pathSeparator + distribution.classPath();
    }

    /** A broker with its configuration, JAAS file and the properties of its name resolution. */
    public JavaProgram broker(Path config, Path jaas, Map<String, String> resolver, JvmOptions jvm) {
        Map<String, String> properties = new TreeMap<>(resolver);
        properties.put("java.security.auth.login.config", jaas.toString());
        return program("kafka.Kafka", List.of(config.toString()), jvm, properties);
    }
}

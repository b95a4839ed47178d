package io.firedrill.scenario;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a network path, as a fault names it: {@code us-east} (the whole region), {@code us-east.1} (a broker),
 * {@code us-east.brokers} (all of them), {@code us-east.101} (a controller apart from the brokers), {@code us-east.controllers} (all of
 * them), {@code us-east.clients} (the services there) or {@code us-east.mirror} (the MirrorMaker that runs there). What the services there call has one as well, which only the fault on it names.
 *
 * @param region name of the region
 * @param part what of the region
 * @param broker node id for {@link Part#BROKER} and {@link Part#CONTROLLER}, as {@link RegionNodes} gives them; 0 otherwise
 * @param name of a {@link Part#DEPENDENCY}, empty otherwise
 */
public record Endpoint(String region, Part part, int broker, String name) {
    static final Pattern FORM = Pattern.compile(
            "(" + MapForm.KEBAB.pattern() + ")(?:\\.(?:([1-9]\\d{0,8})|(brokers|controllers|clients|mirror)))?");

    /** What of a region an end is. */
    public enum Part {
        REGION,
        BROKER,
        BROKERS,
        /** A node that is a controller and no broker. */
        CONTROLLER,
        /** All of those. */
        CONTROLLERS,
        CLIENTS,
        MIRROR,
        DEPENDENCY
    }

    public Endpoint {
        boolean node = part == Part.BROKER || part == Part.CONTROLLER;
        if (node != (broker > 0) || (node && (part == Part.CONTROLLER) != RegionNodes.apart(broker))) {
            throw new IllegalArgumentException(part + " with id " + broker + " in " + region);
        }
        if ((part == Part.DEPENDENCY) == name.isEmpty()) {
            throw new IllegalArgumentException(part + " with name '" + name + "' in " + region);
        }
    }

    /** An end without a name of its own. */
    public Endpoint(String region, Part part, int broker) {
        this(region, part, broker, "");
    }

    /** A whole region. */
    public static Endpoint region(String name) {
        return new Endpoint(name, Part.REGION, 0);
    }

    /** One broker. */
    public static Endpoint broker(String region, int id) {
        return new Endpoint(region, Part.BROKER, id);
    }

    /** One broker, or one controller apart from the brokers. */
    public static Endpoint node(String region, int id) {
        return new Endpoint(region, RegionNodes.apart(id) ? Part.CONTROLLER : Part.BROKER, id);
    }

    /** The services of a region. */
    public static Endpoint clients(String region) {
        return new Endpoint(region, Part.CLIENTS, 0);
    }

    /** The MirrorMaker that runs in a region. */
    public static Endpoint mirror(String region) {
        return new Endpoint(region, Part.MIRROR, 0);
    }

    /** What the services of a region call, as it answers there. */
    public static Endpoint dependency(String region, String name) {
        return new Endpoint(region, Part.DEPENDENCY, 0, name);
    }

    /** Reads the form that {@link #toString} writes; empty when it is none. Whether there is such a place is not asked. */
    public static Optional<Endpoint> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String region = form.group(1);
        // Groups are counted from the end: the pattern of a name has some of its own.
        String id = form.group(form.groupCount() - 1);
        String word = form.group(form.groupCount());
        if (id != null) {
            return Optional.of(node(region, Integer.parseInt(id)));
        }
        Part part = word == null ? Part.REGION : Part.valueOf(word.toUpperCase(Locale.ROOT));
        return Optional.of(new Endpoint(region, part, 0));
    }

    /** Whether all of {@code other} is a part of this: a region holds its brokers, controllers, clients and MirrorMaker. */
    public boolean holds(Endpoint other) {
        return region.equals(other.region)
                && (part == Part.REGION
                        || equals(other)
                        || (part == Part.BROKERS && other.part == Part.BROKER)
                        || (part == Part.CONTROLLERS && other.part == Part.CONTROLLER));
    }

    /** As a scenario writes it. */
    @Override
    public String toString() {
        return switch (part) {
            case REGION -> region;
            case BROKER, CONTROLLER -> region + "." + broker;
            case DEPENDENCY -> region + "." + name;
            default -> region + "." + part.name().toLowerCase(Locale.ROOT);
        };
    }
}

package io.firedrill.scenario;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The KRaft nodes of a region, by their ids: brokers from 1 on, controllers apart from them from {@value #FIRST_CONTROLLER} on. Where there
 * are none, brokers are controllers as well.
 *
 * @param brokers how many, 1 to 99
 * @param controllers how many that are nothing else; 0: brokers are controllers as well
 */
public record RegionNodes(int brokers, int controllers) {
    /** Id of the first controller apart; no broker has one as high. */
    public static final int FIRST_CONTROLLER = 101;

    public RegionNodes {
        if (brokers < 1 || brokers >= FIRST_CONTROLLER || controllers < 0) {
            throw new IllegalArgumentException(
                    brokers + " brokers and " + controllers + " controllers: a region has 1 to 99 brokers");
        }
    }

    /** Brokers that are controllers as well. */
    public static RegionNodes combined(int brokers) {
        return new RegionNodes(brokers, 0);
    }

    /** Whether a node of that id would be a controller and no broker. */
    public static boolean apart(int id) {
        return id >= FIRST_CONTROLLER;
    }

    /** What a node of that id is, for people: {@code broker} or {@code controller}. */
    public static String word(int id) {
        return apart(id) ? "controller" : "broker";
    }

    /** Ids of the brokers, ascending. */
    public List<Integer> brokerIds() {
        return IntStream.rangeClosed(1, brokers).boxed().toList();
    }

    /** Ids of those that are controllers and no brokers, ascending. */
    public List<Integer> controllerIds() {
        return IntStream.range(FIRST_CONTROLLER, FIRST_CONTROLLER + controllers)
                .boxed()
                .toList();
    }

    /** Ids of those that vote for the active controller. */
    public List<Integer> voters() {
        return controllers == 0 ? brokerIds() : controllerIds();
    }

    /** Ids of all, brokers first. */
    public List<Integer> ids() {
        return Stream.concat(brokerIds().stream(), controllerIds().stream()).toList();
    }

    /** For people: {@code 3 brokers and 1 controller}. */
    public String text() {
        return count(brokers, "broker") + (controllers == 0 ? "" : " and " + count(controllers, "controller"));
    }

    private static String count(int many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }
}

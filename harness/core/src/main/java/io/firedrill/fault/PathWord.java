package io.firedrill.fault;

import io.firedrill.network.Way;
import io.firedrill.network.Wiring;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.ListForm;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.Scalars;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The word of a fault on what lies between two places: {@code between: [A, B]}, or {@code from: A} and {@code to: B}. */
abstract class PathWord<A extends FaultAction> extends FaultWord<A> {
    private static final String BETWEEN = "between";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String EITHER = "between: [A, B], or from: A with to: B";

    private final Key<List<Endpoint>> between = optional(
            BETWEEN,
            ListForm.exactly(2, Scalars.ENDPOINT),
            List.of(),
            "either between, or from and to",
            "the two ends, both ways");
    private final Key<Optional<Endpoint>> from =
            maybe(FROM, Scalars.ENDPOINT, "either between, or from and to", "only bytes that flow from here ...");
    private final Key<Optional<Endpoint>> to =
            maybe(TO, Scalars.ENDPOINT, "either between, or from and to", "... to here");

    PathWord(String key, Class<A> type, String what, String meaning, String example) {
        super(key, type, what, meaning, example);
    }

    /** The place. What is missing has a stand-in, and is reported by {@link #check}. */
    final Where where(Fields in) {
        List<Endpoint> ends = in.get(between);
        Optional<Endpoint> begin = in.get(from);
        Optional<Endpoint> end = in.get(to);
        if (ends.size() == 2) {
            return new Where(ends.get(0), ends.get(1), false);
        }
        Endpoint nowhere = Endpoint.region("nowhere");
        return new Where(begin.orElse(nowhere), end.orElse(nowhere), true);
    }

    /** The place of a fault of this word. */
    abstract Where where(A fault);

    /** What has to hold beside the place; asked when the place is sound. */
    void check(A fault, List<Way> ways, FaultCheck in) {}

    @Override
    protected final void check(A fault, FaultCheck in) {
        boolean both = in.sound(BETWEEN);
        boolean begins = in.sound(FROM);
        boolean ends = in.sound(TO);
        Where where = where(fault);
        if (both && (begins || ends)) {
            String second = begins ? FROM : TO;
            in.impossible(second, second, EITHER, key() + " has both " + BETWEEN + " and " + second);
        } else if (!both && !(begins && ends)) {
            String found = begins ? "from without to" : ends ? "to without from" : "neither between nor from and to";
            in.impossible("", found, EITHER, key() + " does not say where: " + found);
        } else if (place(both ? BETWEEN + ".0" : FROM, where.one(), in)
                & place(both ? BETWEEN + ".1" : TO, where.other(), in)) {
            List<Way> ways = planned(where, in);
            boolean same = where.one().equals(where.other()) && !many(where.one());
            if (ways.isEmpty() || same) {
                in.impossible("", where.toString(), "", same ? "both ends are " + where.one() : where.nothing());
            } else {
                check(fault, ways, in);
            }
        }
    }

    private static boolean many(Endpoint end) {
        return end.part() == Endpoint.Part.BROKERS || end.part() == Endpoint.Part.CONTROLLERS;
    }

    private static boolean place(String key, Endpoint end, FaultCheck in) {
        if (!in.region(key, end.region())) {
            return false;
        }
        if (end.part() == Endpoint.Part.BROKER || end.part() == Endpoint.Part.CONTROLLER) {
            return in.node(key, end.region(), end.broker());
        }
        if (end.part() == Endpoint.Part.CONTROLLERS && in.controllersAmongBrokers(end.region())) {
            in.impossible(
                    key,
                    end.toString(),
                    end.region() + ".brokers",
                    "the brokers of " + end.region() + " are its controllers: it has none apart from them");
            return false;
        }
        if (end.part() == Endpoint.Part.MIRROR && !in.scenario().mirrors().containsKey(end.region())) {
            in.impossible(
                    key,
                    end.toString(),
                    "a region that replication leads to",
                    "no MirrorMaker runs in " + end.region());
            return false;
        }
        return true;
    }

    private static List<Way> planned(Where where, FaultCheck in) {
        Map<String, RegionNodes> regions = in.scenario().regions().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().nodes()));
        return Wiring.planned(regions, in.scenario().mirrors(), where.one(), where.other());
    }
}

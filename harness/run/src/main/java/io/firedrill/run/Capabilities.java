package io.firedrill.run;

import io.firedrill.scenario.FaultAction.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a plan needs beyond processes and proxies, held against this machine. */
public final class Capabilities {
    private Capabilities() {}

    /** What can't be had here, for a drill that may still be started any way: sentences that say what to do. */
    public static List<String> lacking(Set<Need> needs) {
        List<String> lacking = addresses(needs);
        if (needs.contains(Need.NETWORK_NAMESPACE) && !NetworkNamespace.own()) {
            NetworkNamespace.unavailable().ifPresent(lacking::add);
        }
        return lacking;
    }

    /** What this very process can't give: sentences that say what to do. */
    static List<String> lackingHere(Set<Need> needs) {
        List<String> lacking = addresses(needs);
        if (needs.contains(Need.NETWORK_NAMESPACE) && !NetworkNamespace.own()) {
            lacking.add("the drill needs " + Need.NETWORK_NAMESPACE.text()
                    + ", and this process is not in one: start it with `firedrill run`, which moves into one");
        }
        return lacking;
    }

    private static List<String> addresses(Set<Need> needs) {
        List<String> lacking = new ArrayList<>();
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        if (needs.contains(Need.SOURCE_ADDRESSES) && !linux) {
            lacking.add("the drill needs " + Need.SOURCE_ADDRESSES.text() + ": run it on Linux");
        }
        return lacking;
    }
}

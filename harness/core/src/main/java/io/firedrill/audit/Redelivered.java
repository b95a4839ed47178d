package io.firedrill.audit;

/**
 * C3, redelivered: further deliveries to one group. A record counts once; {@code duplicates.delivered} counts the deliveries.
 * The example names the cause, the first that holds: a further copy in a log; the group took over in another region from a
 * translated position before it; else a rebalance or another rewind in the same region.
 */
final class Redelivered implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C3;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet redelivered = new RefSet();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            redelivered.addAll(dossier.deliveredTo(group).repeated());
        }
        return Finding.of(redelivered, ref -> dossier.describe(ref) + ", " + cause(dossier, ref));
    }

    private static String cause(Dossier dossier, long ref) {
        boolean inTwoRegions = false;
        int first = -1;
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
                if (dossier.scanned(region, topic).count(ref) > 1) {
                    return "delivered again: a log holds it more than once";
                }
                if (dossier.delivered(region, topic).contains(ref)) {
                    inTwoRegions |= first >= 0 && first != region;
                    first = region;
                }
            }
        }
        return inTwoRegions
                ? "delivered again in the other region: the group's position there was before it"
                : "delivered again in the same region: a rebalance or another rewind";
    }
}

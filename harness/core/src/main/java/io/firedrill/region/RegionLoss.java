package io.firedrill.region;

import io.firedrill.kafka.LogCut;
import java.util.List;
import java.util.Map;

/**
 * What a kill did.
 *
 * @param ends when each broker ended, in the order of the signals
 * @param cuts what each broker's disk lost, by broker; empty unless the fate was {@link DiskFate#UNFLUSHED_LOST}
 */
public record RegionLoss(List<BrokerEnd> ends, Map<Integer, List<LogCut>> cuts) {
    public RegionLoss {
        ends = List.copyOf(ends);
        cuts = Map.copyOf(cuts);
    }
}

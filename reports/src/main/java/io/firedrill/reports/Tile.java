package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Rpo;
import io.firedrill.audit.Result.Rto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A headline figure.
 *
 * @param measure its name as an objective would use it
 * @param value large
 * @param qualifier beside it, an error bar or a ratio; may be empty
 * @param meaning in plain words
 * @param measured false when there is no number
 */
public record Tile(String label, String measure, String value, String qualifier, String meaning, boolean measured) {

    static List<Tile> of(Result result) {
        List<Tile> tiles = new ArrayList<>();
        tiles.add(recovery(result.rto(), !result.transitions().isEmpty()));
        tiles.add(records(result.rpo()));
        tiles.add(time(result.rpo()));
        tiles.add(repeats(result));
        tiles.add(splitBrain(result));
        return tiles;
    }

    private static Tile recovery(@Nullable Rto rto, boolean transition) {
        if (rto == null) {
            return none(
                    "Recovery time (RTO)",
                    "rto.service",
                    transition ? "could not be measured" : "no transition took place");
        }
        if (rto.serviceMillis() == null) {
            return rto.recovered()
                    ? none("Recovery time (RTO)", "rto.service", "could not be measured")
                    : new Tile(
                            "Recovery time (RTO)",
                            "rto.service",
                            ">\u00a0" + Figures.span(rto.windowMillis()),
                            "",
                            "not recovered for as long as was watched",
                            true);
        }
        return new Tile(
                "Recovery time (RTO)",
                "rto.service",
                Figures.valueToError(rto.serviceMillis(), rto.plusMinusMillis()),
                Figures.plusMinus(rto.plusMinusMillis()),
                "from the fault until every partition served steadily",
                true);
    }

    private static Tile records(@Nullable Rpo rpo) {
        if (rpo == null) {
            return none("Data loss (RPO)", "rpo.records", "could not be measured");
        }
        String lost = Headline.noneForGood(rpo) ? "none" : Figures.between(rpo.finalRecords(), rpo.finalMayRecords());
        return new Tile(
                "Data loss (RPO)",
                "rpo.records",
                Figures.between(rpo.records(), rpo.mayRecords()),
                rpo.records() + rpo.mayRecords() == 1 ? "record" : "records",
                "acknowledged, missing at takeover; " + lost + " for good",
                true);
    }

    private static Tile time(@Nullable Rpo rpo) {
        if (rpo == null) {
            return none("Data loss, in time", "rpo.time", "could not be measured");
        }
        return new Tile(
                "Data loss, in time",
                "rpo.time",
                Figures.timeBetween(rpo),
                Figures.plusMinus(rpo.plusMinusMillis()),
                "how far back from the fault the loss reaches",
                true);
    }

    private static Tile repeats(Result result) {
        Result.Duplicates duplicates = result.duplicates();
        if (result.deliveries() != null && result.deliveries().total() == 0) {
            return none("Duplicates", "duplicates.delivered", "nothing was delivered, so nothing was measured");
        }
        if (duplicates == null || Headline.open(result, "duplicates.delivered", "C3")) {
            return none("Duplicates", "duplicates.delivered", "could not be measured");
        }
        return new Tile(
                "Duplicates",
                "duplicates.delivered",
                Figures.count(duplicates.delivered().count()),
                Figures.percent(duplicates.delivered().ratio()),
                "deliveries that repeated an earlier one; "
                        + Figures.count(duplicates.log().count(), "copy", "copies") + " in logs",
                true);
    }

    private static Tile splitBrain(Result result) {
        Result.SplitBrain split = result.splitBrain();
        Result.Sends sends = result.sends();
        if (sends != null && sends.ok() + sends.recovered() == 0) {
            return none("Split-brain", "split-brain.writes", "nothing was written, so nothing was measured");
        }
        if (split == null || (split.writes() == 0 && Headline.open(result, "split-brain.writes", "X1"))) {
            return none("Split-brain", "split-brain.writes", "could not be measured");
        }
        return new Tile(
                "Split-brain",
                "split-brain.writes",
                Figures.count(split.writes()),
                split.ambiguous() > 0 ? Figures.count(split.ambiguous()) + " ambiguous" : "",
                "writes accepted by a region that did not own the key",
                true);
    }

    private static Tile none(String label, String measure, String why) {
        return new Tile(label, measure, "–", "", why, false);
    }
}

package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a log, as results spell it: {@code us-east orders/3@567}.
 *
 * @param region index in the catalogue
 * @param topic index in the catalogue
 */
record LogPlace(int region, int topic, int partition, long offset) {
    private static final Pattern SPELLING = Pattern.compile("(\\S+) (\\S+)/(\\d{1,9})@(\\d{1,18})");

    /** Empty when the text is none, or names a region or topic that the catalogue does not have. */
    static Optional<LogPlace> parse(Catalogue catalogue, String text) {
        Matcher place = SPELLING.matcher(text);
        if (!place.matches()) {
            return Optional.empty();
        }
        int region = catalogue.regions().indexOf(place.group(1));
        int topic = catalogue.topic(place.group(2));
        return region < 0 || topic < 0
                ? Optional.empty()
                : Optional.of(
                        new LogPlace(region, topic, Integer.parseInt(place.group(3)), Long.parseLong(place.group(4))));
    }

    /** The partition of a topic, without a region: {@code orders/3@567}; a number where the catalogue has no name. */
    static String text(Catalogue catalogue, int topic, int partition, long offset) {
        boolean named = topic >= 0 && topic < catalogue.topics().size();
        return (named ? catalogue.topics().get(topic).name() : "topic " + topic) + "/" + partition + "@" + offset;
    }
}

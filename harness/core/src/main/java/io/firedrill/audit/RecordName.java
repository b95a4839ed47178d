package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.RecordId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How people spell a record: as its header does, {@code 0.0.1.1234}, or as results do, {@code us-east/order-service-0/1/1234}. */
final class RecordName {
    private static final Pattern HEADER = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,18})");
    private static final Pattern NAME = Pattern.compile("([^/\\s]+)/([^/\\s]+)/(\\d{1,9})/(\\d{1,18})");

    private RecordName() {}

    /** The id; empty when the text is none, or names a region or producer that the catalogue does not have. */
    static Optional<RecordId> parse(Catalogue catalogue, String text) {
        Matcher header = HEADER.matcher(text);
        if (header.matches()) {
            return Optional.of(new RecordId(
                    Integer.parseInt(header.group(1)),
                    Integer.parseInt(header.group(2)),
                    Integer.parseInt(header.group(3)),
                    Long.parseLong(header.group(4))));
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            return Optional.empty();
        }
        int worker = catalogue.regions().indexOf(name.group(1));
        int producer = IntStream.range(0, catalogue.producers().size())
                .filter(i -> catalogue.producers().get(i).name().equals(name.group(2)))
                .findFirst()
                .orElse(-1);
        return worker < 0 || producer < 0
                ? Optional.empty()
                : Optional.of(
                        new RecordId(worker, producer, Integer.parseInt(name.group(3)), Long.parseLong(name.group(4))));
    }

    /** The record that an example of a result begins with, if it begins with one. */
    static Optional<RecordId> leading(Catalogue catalogue, String example) {
        int end = 0;
        while (end < example.length() && example.charAt(end) != ' ' && example.charAt(end) != ',') {
            end++;
        }
        return parse(catalogue, example.substring(0, end));
    }

    /** As results spell it; numbers where the catalogue has no name. */
    static String of(Catalogue catalogue, RecordId id) {
        boolean named = id.worker() >= 0
                && id.worker() < catalogue.regions().size()
                && id.producer() >= 0
                && id.producer() < catalogue.producers().size();
        return named ? catalogue.name(id) : id.toString();
    }
}

package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.StallLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads journals and scans into {@link Facts}. Sends come first, from all journals, so that a delivery or a scan can be told
 * from a phantom whichever journal it stands in.
 */
final class FactsLoader {
    private final Catalogue catalogue;
    private final Troubles troubles;
    private final Facts facts;
    private final Oddities oddities = new Oddities();

    private FactsLoader(Catalogue catalogue, Troubles troubles) {
        this.catalogue = catalogue;
        this.troubles = troubles;
        this.facts = new Facts(catalogue);
    }

    /**
     * @param journals folder of the workers' journals, or absent
     * @param scans folder of the scans, or absent
     * @param logs folder of the processes' logs, with what they noted of their stalls, or absent
     */
    static Facts load(Path journals, Path scans, Path logs, Catalogue catalogue, Troubles troubles) {
        FactsLoader loader = new FactsLoader(catalogue, troubles);
        List<Path> workers = loader.folders(journals);
        workers.forEach(loader::sends);
        loader.facts.transactions().settle();
        workers.forEach(loader::rest);
        loader.folders(scans).forEach(loader::scan);
        loader.children(logs, file -> String.valueOf(file.getFileName()).endsWith(StallLog.SUFFIX))
                .forEach(loader::stalls);
        loader.oddities.tell(troubles);
        return loader.facts;
    }

    private List<Path> folders(Path parent) {
        return children(parent, Files::isDirectory);
    }

    private List<Path> children(Path parent, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(wanted).sorted().forEach(found::add);
            } catch (IOException e) {
                troubles.damage(
                        parent.getFileName() + " cannot be listed ("
                                + e.getClass().getSimpleName() + ")",
                        Scope.ALL);
            }
        }
        return found;
    }

    private void stalls(Path file) {
        StallLog log = StallLog.read(file);
        facts.stallLogs().add(log);
        log.problems().forEach(problem -> troubles.damage(problem, Scope.TIME, Scope.LOSS));
    }

    private void sends(Path folder) {
        int region = region(folder, true);
        if (region < 0) {
            troubles.damage(
                    "journal " + folder.getFileName() + " belongs to no region of the catalogue; it was not read",
                    Scope.ALL);
            return;
        }
        JournalReader.read(folder, new SendFacts(facts, region, oddities));
    }

    private void rest(Path folder) {
        int region = region(folder, true);
        if (region < 0) {
            return;
        }
        GroupFacts sink = new GroupFacts(facts, region, oddities);
        JournalState state = JournalReader.read(folder, sink);
        note(facts.journals(), "journal", folder, region, state, sink.lastAt());
    }

    private void scan(Path folder) {
        int region = region(folder, false);
        if (region < 0) {
            troubles.damage(
                    "scan " + folder.getFileName() + " belongs to no region of the catalogue; it was not read",
                    Scope.ALL);
            return;
        }
        JournalState state = JournalReader.read(folder, new ScanFacts(facts, region, oddities));
        note(facts.scans(), "scan", folder, region, state, 0);
    }

    private void note(List<Facts.Journal> list, String what, Path folder, int region, JournalState state, long lastAt) {
        String name = String.valueOf(folder.getFileName());
        list.add(new Facts.Journal(name, region, state.incarnation(), state, lastAt));
        String expected = catalogue.regions().get(region);
        if (!state.region().isEmpty() && !state.region().equals(expected)) {
            troubles.damage(
                    what + " " + name + " holds facts of " + state.region() + ", not of " + expected, Scope.ALL);
        }
        int incarnation = incarnation(name, expected);
        if (state.segments() > 0 && !state.region().isEmpty() && state.incarnation() != incarnation) {
            troubles.damage(
                    what + " " + name + " holds facts of "
                            + (state.incarnation() == 0 ? "a scan" : "worker " + state.incarnation()) + ", not of "
                            + (incarnation == 0 ? "a scan" : "worker " + incarnation),
                    Scope.ALL);
        }
        for (String damage : state.damage()) {
            troubles.damage(what + " " + name + " is damaged: " + damage, Scope.ALL);
        }
    }

    /** What follows the region in a folder's name; 0 for a scan, -1 when it is no number. */
    private static int incarnation(String name, String region) {
        String rest = name.substring(Math.min(name.length(), region.length()));
        return rest.isEmpty() ? 0 : rest.matches("-\\d{1,9}") ? Integer.parseInt(rest.substring(1)) : -1;
    }

    /** Index of the region in the folder's name, {@code us-east-1} or for a scan {@code us-east}; -1 when there is none. */
    private int region(Path folder, boolean incarnation) {
        String name = String.valueOf(folder.getFileName());
        if (!incarnation) {
            return catalogue.regions().indexOf(name);
        }
        int dash = name.lastIndexOf('-');
        return dash < 0 ? -1 : catalogue.regions().indexOf(name.substring(0, dash));
    }

    /** Facts that cannot be true, counted instead of believed. */
    static final class Oddities {
        private long unknownNames;
        private long unsent;
        private long sentTwice;

        void unknownName() {
            unknownNames++;
        }

        void outcomeWithoutSend() {
            unsent++;
        }

        void implausibleSend() {
            sentTwice++;
        }

        private void tell(Troubles troubles) {
            if (unknownNames > 0) {
                troubles.damage(
                        unknownNames + " facts name a topic, group or store that the catalogue does not have",
                        Scope.ALL);
            }
            if (unsent > 0) {
                troubles.damage(unsent + " outcomes belong to sends or transactions that no journal has", Scope.ALL);
            }
            if (sentTwice > 0) {
                troubles.damage(sentTwice + " sends claim an id that is taken or out of sequence", Scope.ALL);
            }
        }
    }

    /** First pass over a journal: what was sent and how it ended. */
    private static final class SendFacts implements FactSink {
        private final Facts facts;
        private final int region;
        private final Oddities oddities;

        SendFacts(Facts facts, int region, Oddities oddities) {
            this.facts = facts;
            this.region = region;
            this.oddities = oddities;
        }

        @Override
        public void sent(
                int worker,
                int producer,
                int session,
                long sequence,
                long keyHash,
                int topic,
                int bytes,
                long intended,
                long invoked) {
            Catalogue catalogue = facts.catalogue();
            if (topic < 0
                    || topic >= catalogue.topics().size()
                    || worker < 0
                    || worker >= catalogue.regions().size()
                    || producer < 0
                    || producer >= catalogue.producers().size()) {
                oddities.unknownName();
            } else if (!facts.sends()
                    .session(worker, producer, session)
                    .to(region)
                    .sent(sequence, keyHash, topic, bytes, intended, invoked)) {
                oddities.implausibleSend();
            }
        }

        @Override
        public void acked(
                int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
            Sends sends = sends(worker, producer, session);
            if (topic < 0 || topic >= facts.catalogue().topics().size() || partition < 0) {
                oddities.unknownName();
            } else if (sends == null || !sends.acked(sequence, topic, partition, offset, at)) {
                oddities.outcomeWithoutSend();
            }
        }

        @Override
        public void failed(int worker, int producer, int session, long sequence, long at, String error) {
            ended(worker, producer, session, sequence, Sends.FAILED, at);
        }

        @Override
        public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
            ended(worker, producer, session, sequence, Sends.UNKNOWN, at);
        }

        @Override
        public void resent(int worker, int producer, int session, long sequence, long at) {
            Sends sends = sends(worker, producer, session);
            if (sends == null || !sends.known(sequence)) {
                oddities.outcomeWithoutSend();
            }
        }

        @Override
        public void transactionBegun(int worker, int producer, int session, long first, long at) {
            Catalogue catalogue = facts.catalogue();
            if (worker < 0
                    || worker >= catalogue.regions().size()
                    || producer < 0
                    || producer >= catalogue.producers().size()) {
                oddities.unknownName();
                return;
            }
            facts.transactions()
                    .begun(facts.sends().session(worker, producer, session).to(region), first);
        }

        @Override
        public void transactionEnding(
                int worker, int producer, int session, long first, long records, boolean commit, long at) {
            Sends sends = sends(worker, producer, session);
            if (sends == null || !facts.transactions().ending(sends, first, records, commit)) {
                oddities.outcomeWithoutSend();
            }
        }

        @Override
        public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
            Sends sends = sends(worker, producer, session);
            if (sends == null || !facts.transactions().ended(sends, first, confirmed, at)) {
                oddities.outcomeWithoutSend();
            }
        }

        private void ended(int worker, int producer, int session, long sequence, byte how, long at) {
            Sends sends = sends(worker, producer, session);
            if (sends == null || !sends.ended(sequence, how, at)) {
                oddities.outcomeWithoutSend();
            }
        }

        private @org.jspecify.annotations.Nullable Sends sends(int worker, int producer, int session) {
            Session known = facts.sends().find(worker, producer, session);
            return known == null ? null : known.known(region);
        }
    }
}

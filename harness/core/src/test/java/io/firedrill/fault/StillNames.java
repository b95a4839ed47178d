package io.firedrill.fault;

import io.firedrill.region.NameService;
import io.firedrill.scenario.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Everybody stays at one address. It remembers whose resolver was not told of a move. */
final class StillNames implements NameService {
    private final Runnable works;
    private final Set<String> untold = new TreeSet<>();

    /** @param works throws an exception when nothing can be changed any more */
    StillNames(Runnable works) {
        this.works = works;
    }

    /** Whose resolver says an address that is not its own any more. */
    List<String> left() {
        return untold.stream().map(process -> "old address of " + process).toList();
    }

    @Override
    public boolean movable() {
        return true;
    }

    @Override
    public String addressOf(Endpoint process) {
        return "127.0.0.1";
    }

    @Override
    public String move(Endpoint process) {
        untold.add(process.toString());
        return addressOf(process);
    }

    @Override
    public void publish(Endpoint process) {
        works.run();
        untold.remove(process.toString());
    }
}

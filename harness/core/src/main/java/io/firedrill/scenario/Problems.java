package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found wrong so far, and where in the file every path stands. Lives for one reading; later checks ask it whether a
 * value was read soundly, so that one mistake is reported once.
 */
public final class Problems {
    private final List<ScenarioProblem> found = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private final Map<String, Position> places = new HashMap<>();

    void add(ScenarioProblem problem) {
        found.add(problem);
        faulty.add(problem.path());
    }

    /** Marks a path as wrong whose mistake is reported elsewhere. */
    void spoil(String path) {
        faulty.add(path);
    }

    /** Remembers where a path stands. */
    void place(String path, Position position) {
        places.put(path, position);
    }

    /** Whether the file has this path and nothing was wrong with it. */
    boolean sound(String path) {
        return places.containsKey(path) && !faulty.contains(path);
    }

    /** Whether the file has nothing wrong at this path, be it there or left to its default. */
    boolean unspoilt(String path) {
        return !faulty.contains(path);
    }

    /** Whether anything is wrong at this path or below it. */
    boolean spoiltWithin(String path) {
        return faulty.stream().anyMatch(it -> it.equals(path) || it.startsWith(path + "."));
    }

    /** Where the path stands, or else the nearest path above it that does. */
    Position positionOf(String path) {
        String at = path;
        while (true) {
            Position position = places.get(at);
            if (position != null) {
                return position;
            }
            if (at.isEmpty()) {
                throw new IllegalStateException("the document itself has no place");
            }
            at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
        }
    }

    /** A value that is well formed and yet cannot be. */
    void impossible(String path, String found, String allowed, String message) {
        add(new ScenarioProblem(positionOf(path), path, found, allowed, "", message));
    }

    /** A reference to something that the scenario does not have. */
    void dangling(String path, String kind, String name, Collection<String> known) {
        String allowed = known.isEmpty() ? "" : String.join(", ", known);
        add(new ScenarioProblem(
                positionOf(path),
                path,
                name,
                allowed,
                Nearest.to(name, known),
                "no " + kind + " is named '" + Excerpt.of(name) + "' (" + path + ")"));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Everything found, in the order of the file. */
    List<ScenarioProblem> inReadingOrder() {
        return found.stream()
                .distinct()
                .sorted(ScenarioProblem.IN_READING_ORDER)
                .toList();
    }
}

package io.firedrill.audit;

import io.firedrill.audit.Result.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why something could not be measured, a sentence each, and what that makes INCONCLUSIVE. */
final class Troubles {

    /** What a trouble touches; the drill's verdict is touched by each. */
    enum Scope {
        /** Every figure. */
        ALL,
        TIME,
        LOSS,
        DUPLICATES,
        CONSUMERS,
        OWNERSHIP
    }

    private final Map<String, Set<Scope>> sentences = new LinkedHashMap<>();
    private boolean damaged;
    private boolean closed;
    private Optional<String> excuse = Optional.empty();

    void add(String sentence, Scope first, Scope... others) {
        if (closed) {
            return;
        }
        sentences.computeIfAbsent(sentence, s -> EnumSet.of(first, others)).addAll(EnumSet.of(first, others));
    }

    /** As {@link #add}, of evidence that is missing, altered or unreadable: what is computed from the rest may look too good. */
    void damage(String sentence, Scope first, Scope... others) {
        damaged = true;
        add(sentence, first, others);
    }

    /** Whether any evidence is missing, altered or unreadable. */
    boolean damaged() {
        return damaged;
    }

    /** As {@link #add}, of what our own apparatus did to the drill: nothing that followed is anybody else's failure. */
    void ours(String sentence) {
        add(sentence, Scope.ALL);
        excuse = excuse.or(() -> Optional.of(sentence));
    }

    /** As {@link #damage}, of the timeline or the scenario: every figure rests on them, so that none is certain to miss its limit. */
    void baseless(String sentence) {
        damage(sentence, Scope.ALL);
        excuse = excuse.or(() -> Optional.of(sentence));
    }

    /** Why nothing was read at all. What else is missing follows from it, and is not said. */
    void unread(String sentence) {
        sentences.clear();
        baseless(sentence);
        closed = true;
    }

    /** A verdict, unless it blames others for what is ours, or without any ground. */
    Verdict fair(Verdict verdict) {
        return verdict == Verdict.FAIL && excuse.isPresent() ? Verdict.INCONCLUSIVE : verdict;
    }

    /** Why nobody can be blamed, the first reason. */
    Optional<String> excuse() {
        return excuse;
    }

    List<String> sentences() {
        return new ArrayList<>(sentences.keySet());
    }

    boolean none() {
        return sentences.isEmpty();
    }

    /** The first trouble that touches figures of this scope. */
    Optional<String> touching(Scope scope) {
        return sentences.entrySet().stream()
                .filter(entry ->
                        entry.getValue().contains(Scope.ALL) || entry.getValue().contains(scope))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

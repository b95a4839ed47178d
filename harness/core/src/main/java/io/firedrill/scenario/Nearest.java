package io.firedrill.scenario;

import java.util.Collection;
import java.util.Locale;

/** The word somebody probably meant. */
public final class Nearest {
    /** Longer than any word of the language; keeps the table of costs small. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The known word with the smallest edit distance (optimal string alignment, capitals ignored) to the given one, or empty if
     * none is near: at most a third of the longer word may differ, and at least one letter must be shared.
     */
    public static String to(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        if (word.length() > LONGEST) {
            return best;
        }
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            int bearable = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
            boolean somethingShared = distance < Math.max(word.length(), candidate.length());
            if (distance <= bearable && somethingShared && distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                least = Math.min(least, cost[i - 1][j - 1] + replace);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[one.length()][other.length()];
    }
}

package io.firedrill.scenario;

/** A value as a one-line message quotes it. */
final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** The text without line breaks and control characters, cut where a message would no longer be read. */
    static String of(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
        if (oneLine.codePointCount(0, oneLine.length()) <= LONGEST) {
            return oneLine;
        }
        return oneLine.substring(0, oneLine.offsetByCodePoints(0, LONGEST)) + "…";
    }
}

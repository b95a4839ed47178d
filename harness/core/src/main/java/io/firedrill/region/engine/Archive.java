package io.firedrill.region.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first entry of a tar archive, which is how an engine hands out a file of a container.
 *
 * @param link what it is a symbolic link to; empty: it is none
 * @param text what it holds
 */
public record Archive(Optional<String> link, String text) {
    private static final int HEADER = 512;
    private static final int SIZE = 124;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int LINK_LENGTH = 100;

    /** Reads it; of what is no file and no link, or is cut off, nothing is known. */
    static Optional<Archive> of(byte[] tar) {
        if (tar.length < HEADER) {
            return Optional.empty();
        }
        if (tar[TYPE] == '2') {
            return Optional.of(new Archive(Optional.of(string(tar, LINK, LINK_LENGTH)), ""));
        }
        String octal = string(tar, SIZE, 12).strip();
        if ((tar[TYPE] != '0' && tar[TYPE] != 0) || !octal.matches("[0-7]{1,11}")) {
            return Optional.empty();
        }
        long size = Long.parseLong(octal, 8);
        return HEADER + size > tar.length
                ? Optional.empty()
                : Optional.of(new Archive(Optional.empty(), string(tar, HEADER, (int) size)));
    }

    private static String string(byte[] tar, int from, int length) {
        byte[] bytes = Arrays.copyOfRange(tar, from, from + length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}

package io.firedrill.region.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A container's output as an engine sends it: frames of one byte for the stream, three of padding, four for the length, then as many
 * bytes. (A container with a terminal would send none of that; ours have none.)
 */
final class Frames {
    private static final int HEAD = 8;

    private Frames() {}

    /** All of it in the order it came, both streams together. What is cut short at the end is left out. */
    static String text(byte[] sent) {
        ByteBuffer left = ByteBuffer.wrap(sent);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (left.remaining() >= HEAD) {
            left.getInt();
            int length = left.getInt();
            if (length < 0 || length > left.remaining()) {
                break;
            }
            text.write(sent, left.position(), length);
            left.position(left.position() + length);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}

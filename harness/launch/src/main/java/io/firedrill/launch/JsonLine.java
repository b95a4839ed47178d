package io.firedrill.launch;

/** Builds one line of JSON without a library; only objects of text and numbers are needed here. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine put(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonLine put(String name, double value) {
        name(name).append(value);
        return this;
    }

    JsonLine put(String name, String value) {
        quote(name(name), value);
        return this;
    }

    JsonLine put(String name, JsonLine value) {
        name(name).append(value);
        return this;
    }

    boolean isEmpty() {
        return text.length() == 1;
    }

    /** The object as JSON, without a line end. */
    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder name(String name) {
        if (!isEmpty()) {
            text.append(',');
        }
        quote(text, name);
        return text.append(':');
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

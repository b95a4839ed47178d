package io.firedrill.kafka;

import java.util.Map;

/** Writes Java properties in the order given and without the date line, so that equal settings give equal files. */
public final class PropertiesText {
    private PropertiesText() {}

    /** {@code settings} as the content of a .properties file in UTF-8. */
    public static String of(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) -> {
            escape(text, key, true);
            text.append('=');
            escape(text, value, false);
            text.append('\n');
        });
        return text.toString();
    }

    private static void escape(StringBuilder text, String value, boolean key) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case ' ' -> text.append(key || i == 0 ? "\\ " : " ");
                case '=', ':' -> text.append(key ? "\\" : "").append(c);
                case '#', '!' -> text.append(i == 0 ? "\\" : "").append(c);
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }
}

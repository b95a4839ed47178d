package io.firedrill.reports;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.Locale;

/**
 * Writes one inline SVG. Every text and attribute that goes in is escaped here, so that a drawing can be handed to a template as
 * finished markup. Looks come from the page's style sheet by class, so that dark mode and print need no second drawing.
 */
public final class Svg implements Content {

    /** Where a text's x is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder out = new StringBuilder(8192);
    private final String id;

    /**
     * @param id unique on the page, starts every id inside
     * @param title name of the drawing for those who can't see it
     * @param description what it shows
     */
    Svg(String id, String css, double width, double height, String title, String description) {
        this.id = id;
        out.append("<svg class=\"")
                .append(escape(css))
                .append("\" id=\"")
                .append(id)
                .append("\" role=\"img\"");
        out.append(" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append('"');
        out.append(" aria-labelledby=\"").append(id).append("-t ").append(id).append("-d\"");
        out.append(" preserveAspectRatio=\"xMinYMin meet\">\n");
        out.append("<title id=\"")
                .append(id)
                .append("-t\">")
                .append(escape(title))
                .append("</title>");
        out.append("<desc id=\"")
                .append(id)
                .append("-d\">")
                .append(escape(description))
                .append("</desc>\n");
    }

    /** Defines a hatch of diagonal lines; use it as {@code fill="url(#id-name)"} through {@link #hatched}. */
    Svg hatch(String name, String css, double spacing, double stroke) {
        out.append("<defs><pattern id=\"").append(id).append('-').append(name);
        out.append("\" patternUnits=\"userSpaceOnUse\" width=\"").append(number(spacing));
        out.append("\" height=\"").append(number(spacing)).append("\" patternTransform=\"rotate(45)\">");
        out.append("<line class=\"")
                .append(css)
                .append("\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"")
                .append(number(spacing));
        out.append("\" stroke-width=\"").append(number(stroke)).append("\"/></pattern></defs>\n");
        return this;
    }

    Svg rect(String css, double x, double y, double width, double height, String tip) {
        return shape("rect class=\"" + escape(css) + "\"", x, y, width, height, tip);
    }

    /** A rectangle filled with the hatch of that name. */
    Svg hatched(String hatch, double x, double y, double width, double height, String tip) {
        return shape("rect fill=\"url(#" + id + "-" + hatch + ")\"", x, y, width, height, tip);
    }

    Svg line(String css, double x1, double y1, double x2, double y2) {
        out.append("<line class=\"").append(escape(css)).append("\" x1=\"").append(number(x1));
        out.append("\" y1=\"").append(number(y1)).append("\" x2=\"").append(number(x2));
        out.append("\" y2=\"").append(number(y2)).append("\"/>\n");
        return this;
    }

    /** @param path data made by {@link Path} */
    Svg path(String css, Path path) {
        out.append("<path class=\"")
                .append(escape(css))
                .append("\" d=\"")
                .append(path.data)
                .append("\"/>\n");
        return this;
    }

    /** A path filled with the hatch of that name. */
    Svg hatchedPath(String hatch, Path path) {
        out.append("<path fill=\"url(#").append(id).append('-').append(hatch).append(")\" d=\"");
        out.append(path.data).append("\"/>\n");
        return this;
    }

    Svg text(String css, Anchor anchor, double x, double y, String text) {
        out.append("<text class=\"").append(escape(css)).append("\" x=\"").append(number(x));
        out.append("\" y=\"").append(number(y)).append('"');
        if (anchor != Anchor.START) {
            out.append(" text-anchor=\"")
                    .append(anchor.name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        out.append('>').append(escape(text)).append("</text>\n");
        return this;
    }

    /** Ends the drawing. */
    Svg done() {
        out.append("</svg>");
        return this;
    }

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent(out.toString());
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private Svg shape(String start, double x, double y, double width, double height, String tip) {
        out.append('<')
                .append(start)
                .append(" x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y));
        out.append("\" width=\"").append(number(Math.max(0, width))).append("\" height=\"");
        out.append(number(Math.max(0, height)));
        if (tip.isEmpty()) {
            out.append("\"/>\n");
        } else {
            out.append("\"><title>").append(escape(tip)).append("</title></rect>\n");
        }
        return this;
    }

    /** A path's data. */
    static final class Path {
        private final StringBuilder data = new StringBuilder();

        Path move(double x, double y) {
            return point('M', x, y);
        }

        Path to(double x, double y) {
            return point('L', x, y);
        }

        Path close() {
            data.append('Z');
            return this;
        }

        boolean isEmpty() {
            return data.isEmpty();
        }

        private Path point(char command, double x, double y) {
            data.append(command).append(number(x)).append(' ').append(number(y));
            return this;
        }
    }

    /** A coordinate: one hundredth of a unit is finer than any screen. A number that is none becomes 0, never text. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "0";
        }
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        return Double.toString(hundredths / 100.0);
    }

    /** Approximate width of a text in the page's sans serif font: layout needs no more than that. */
    static double width(String text, double fontSize) {
        double width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            width += "iljtfr.,:;|'()[] \u00a0".indexOf(c) >= 0 ? 0.4 : "mwMW@%".indexOf(c) >= 0 ? 0.96 : 0.65;
        }
        return width * fontSize;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}

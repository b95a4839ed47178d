package io.firedrill.toxiproxy.toxic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** How jitter is spread. The real server knows only the first. */
public enum Distribution {
    /** Even from -1 to 1 times the jitter. */
    UNIFORM {
        @Override
        double draw(DoubleSupplier random) {
            return 2 * random.getAsDouble() - 1;
        }
    },

    /** Normal, with the jitter as its standard deviation (Box and Muller 1958). */
    NORMAL {
        @Override
        double draw(DoubleSupplier random) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.getAsDouble()));
            return radius * Math.cos(2 * Math.PI * random.getAsDouble());
        }
    },

    /**
     * Never below 0, with the jitter as its mean and a long tail: Pareto's of the second kind (Lomax 1954) with shape 3, drawn
     * by inversion. One draw in a thousand is above 18 times the jitter.
     */
    PARETO {
        @Override
        double draw(DoubleSupplier random) {
            return 2 * (1 / Math.cbrt(1 - random.getAsDouble()) - 1);
        }
    };

    /** A draw, in jitters. */
    abstract double draw(DoubleSupplier random);

    /** The name as it stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The distribution of that name in any case, or empty when there is none. */
    public static Optional<Distribution> named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst();
    }
}

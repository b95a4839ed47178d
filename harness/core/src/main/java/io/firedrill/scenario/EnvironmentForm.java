package io.firedrill.scenario;

import java.util.Optional;

/** An environment file: {@code platform: containers}. */
final class EnvironmentForm extends Block<Environment> {
    static final EnvironmentForm FORM = new EnvironmentForm();

    private final Key<PlatformKind> platform = optional(
            "platform",
            Scalars.oneOf(PlatformKind.class),
            PlatformKind.PROCESSES,
            "processes",
            "what brokers, MirrorMaker and proxies run on");
    private final Key<Environment.Workers> workers = optional(
            "workers",
            Scalars.oneOf(Environment.Workers.class),
            Environment.Workers.HOST,
            "host",
            "where workers run: processes of this machine, or containers of Kafka's image");
    private final Key<Environment.Images> images = optional(
            "images", Images.FORM, Images.FORM.fallback(), "the official ones", "of the platform of containers");
    private final Key<NodeLimits> brokers = optional(
            "brokers",
            NodeLimitsForm.FORM,
            NodeLimits.NONE,
            "no limits",
            "what the container of each broker, or controller apart, may take; what a region's limits say goes before it");

    private EnvironmentForm() {
        super("an environment");
    }

    @Override
    protected Environment build(Fields in) {
        return new Environment(in.get(platform), in.get(workers), in.get(images), in.get(brokers));
    }

    /** {@code { prefix: registry.example.com/mirror/, kafka: apache/kafka:4.3.1 }}. */
    private static final class Images extends Block<Environment.Images> {
        static final Images FORM = new Images();

        private final Key<String> prefix = optional(
                "prefix", Scalars.TEXT, "", "none", "put before each image's name, as registry.example.com/mirror/");
        private final Key<Optional<String>> kafka = maybe(
                "kafka",
                Scalars.TEXT.called("an image's name and tag"),
                "apache/kafka, of the default version",
                "of brokers and MirrorMaker");
        private final Key<Optional<String>> toxiproxy = maybe(
                "toxiproxy",
                Scalars.TEXT.called("an image's name and tag"),
                "shopify/toxiproxy:2.12.0",
                "of the proxy server");

        private Images() {
            super("images");
        }

        @Override
        protected Environment.Images build(Fields in) {
            return new Environment.Images(in.get(prefix), in.get(kafka), in.get(toxiproxy));
        }
    }
}

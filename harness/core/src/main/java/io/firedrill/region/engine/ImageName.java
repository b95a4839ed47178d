package io.firedrill.region.engine;

/**
 * What an image is called: {@code registry.example.com:5000/apache/kafka:4.3.1@sha256:0a1b}.
 *
 * @param repository all before tag and digest
 * @param tag empty: none is said
 * @param digest with its algorithm; empty: none is said
 */
public record ImageName(String repository, String tag, String digest) {
    /** The parts of a name. */
    public static ImageName of(String image) {
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        String digest = at < 0 ? "" : image.substring(at + 1);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/')
                ? new ImageName(name.substring(0, colon), name.substring(colon + 1), digest)
                : new ImageName(name, "", digest);
    }

    /** What a registry is asked for: a digest says more than a tag, and without both the latest is meant. */
    String digestOrTag() {
        if (!digest.isEmpty()) {
            return digest;
        }
        return tag.isEmpty() ? "latest" : tag;
    }
}

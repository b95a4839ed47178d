package io.firedrill.replication;

/** How a mirrored topic is called at the target. */
public enum ReplicationPolicy {
    /** {@code us-east.orders}: the source's name goes before, and loops cannot arise. */
    DEFAULT("org.apache.kafka.connect.mirror.DefaultReplicationPolicy"),
    /** {@code orders}: the same name. In both directions it loops for ever. */
    IDENTITY("org.apache.kafka.connect.mirror.IdentityReplicationPolicy");

    private final String className;

    ReplicationPolicy(String className) {
        this.className = className;
    }

    /** MirrorMaker's class for it. */
    public String className() {
        return className;
    }

    /** The name at the target of a topic of the source. */
    public String remoteTopic(String source, String topic) {
        return switch (this) {
            case DEFAULT -> source + "." + topic;
            case IDENTITY -> topic;
        };
    }
}

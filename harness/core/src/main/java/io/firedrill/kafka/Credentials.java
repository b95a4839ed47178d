package io.firedrill.kafka;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The users of a run and their passwords, drawn anew for each run. They guard nothing on a loopback address; they give
 * each kind of client a name, so that an ACL can fence one and spare the others. {@link #toString} shows names only.
 */
public final class Credentials {
    /** Producers and consumers of the scenario: whom a fence keeps out. Logs in by SCRAM, so its password can be changed. */
    public static final String SERVICES = "services";
    /** MirrorMaker; a super user, so a fence against services does not stop replication. */
    public static final String MIRROR_MAKER = "mirror-maker";
    /** Who walks the runbook; a super user. */
    public static final String OPERATOR = "operator";

    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final Map<String, String> passwords;

    private Credentials(Map<String, String> passwords) {
        this.passwords = passwords;
    }

    /** The three users with new random passwords. */
    public static Credentials random() {
        Map<String, String> passwords = new TreeMap<>();
        for (String user : new String[] {SERVICES, MIRROR_MAKER, OPERATOR}) {
            passwords.put(user, randomPassword());
        }
        return new Credentials(passwords);
    }

    /** A password that nobody knows. */
    public static String randomPassword() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Client settings that log in as {@code user} on an authenticated listener. Holds the password: never print it. */
    public Map<String, Object> client(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                byScram(user) ? "SCRAM-SHA-256" : "PLAIN",
                "sasl.jaas.config",
                clientLogin(user));
    }

    /** The JAAS file of a broker: whom it lets in; who logs in by SCRAM stands in the cluster's metadata. Secret. */
    public String brokerJaas() {
        String users = passwords.entrySet().stream()
                .filter(user -> !byScram(user.getKey()))
                .map(user -> "  user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                .collect(Collectors.joining("\n"));
        return "KafkaServer {\n  " + PLAIN_LOGIN + "\n" + users + ";\n  " + SCRAM_LOGIN + ";\n};\n";
    }

    /** The JAAS file of a client process that logs in as {@code user} wherever it goes. Secret. */
    public String clientJaas(String user) {
        return "KafkaClient {\n  " + clientLogin(user) + "\n};\n";
    }

    /** The password of a user that logs in by SCRAM, for the cluster that shall let it in. Secret. */
    public String scramPassword(String user) {
        if (!byScram(user)) {
            throw new IllegalArgumentException("user '" + user + "' does not log in by SCRAM");
        }
        return password(user);
    }

    private static boolean byScram(String user) {
        return user.equals(SERVICES);
    }

    /** Whether {@code text} gives a password away: for a check of what a run leaves behind. */
    public boolean leakedIn(String text) {
        return passwords.values().stream().anyMatch(text::contains);
    }

    @Override
    public String toString() {
        return "Credentials of " + passwords.keySet();
    }

    private String clientLogin(String user) {
        String module = byScram(user) ? SCRAM_LOGIN : PLAIN_LOGIN;
        return module + " username=\"" + user + "\" password=\"" + password(user) + "\";";
    }

    private String password(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("no user '" + user + "', there are " + passwords.keySet());
        }
        return password;
    }
}

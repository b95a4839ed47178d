package io.firedrill.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * This machine and its processes, as Linux's files show them: enough to tell whether a process that was noted elsewhere is one of here.
 * What can't be read is the empty string.
 *
 * @param root of the file system
 */
record ThisMachine(Path root) {
    static final ThisMachine HERE = new ThisMachine(Path.of("/"));

    /** Start of a process, in ticks since boot, behind its command in parentheses: the 22nd field of all. */
    private static final int START = 22 - 3;

    private static final int FINGERPRINT_CHARS = 16;

    /** The same as long as the machine is installed; a fingerprint of its machine-id, which itself is nobody else's business. */
    String machine() throws IOException {
        String id = read("etc/machine-id");
        return id.isEmpty() ? "" : fingerprint("firedrill " + id);
    }

    /** Another one whenever the kernel was started anew. */
    String boot() throws IOException {
        return read("proc/sys/kernel/random/boot_id");
    }

    /** Where process ids mean the same: containers of one kernel have different ones. */
    String processes() {
        try {
            return Files.readSymbolicLink(root.resolve("proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** The number of the user that this process runs as: its own processes it sees at any rate. */
    String user() throws IOException {
        return Files.getAttribute(root.resolve("proc/self"), "unix:uid").toString();
    }

    /**
     * When a process started, in ticks since boot: unlike a time of day that does not move when a clock is set.
     *
     * @return the empty string: it is not seen, or has ended and nobody has asked yet how
     */
    String started(long pid) throws IOException {
        String stat = read("proc/" + pid + "/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > START && !fields[0].equals("Z") ? fields[START] : "";
    }

    /** Whether processes of other users are seen too: {@code hidepid} hides them. */
    boolean showsAll() throws IOException {
        return !started(1).isEmpty();
    }

    private String read(String file) throws IOException {
        Path path = root.resolve(file);
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            if (Files.isReadable(path)) {
                throw e;
            }
            return ""; // it is not there, or is gone since, or is others' alone
        }
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

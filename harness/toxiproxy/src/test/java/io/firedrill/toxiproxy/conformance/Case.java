package io.firedrill.toxiproxy.conformance;

import io.firedrill.toxiproxy.Fixture;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One case: something done to a server, and what is to be seen of it.
 *
 * @param group the heading it stands under
 * @param name the behaviour
 * @param script does it and says what was seen
 * @param contract what is to be seen
 * @param reasons why the real server may show something else; empty when it has to meet the contract
 * @param elsewhere what the real server shows when there is a reason
 */
record Case(String group, String name, Script script, String contract, List<Reason> reasons, Pattern elsewhere) {

    /** Something done to a server. */
    interface Script {
        /** What was seen; an exception is something seen as well. */
        String observe(Fixture server, Candidate candidate) throws Exception;
    }

    static Case of(String group, String name, String contract, Script script) {
        return new Case(group, name, script, contract, List.of(), Pattern.compile(Pattern.quote(contract)));
    }

    /** The same case, which the real server does not meet. */
    Case butReal(Reason reason, String regex) {
        return new Case(group, name, script, contract, List.of(reason), Pattern.compile(regex, Pattern.DOTALL));
    }

    /** What is seen on a fresh server. */
    String observe(Candidate candidate) {
        try (Fixture server = candidate.start(42)) {
            return script.observe(server, candidate);
        } catch (Exception | AssertionError e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /** Whether that is what is to be seen of the candidate. */
    boolean met(Candidate candidate, String observed) {
        return candidate.meetsContract()
                ? observed.equals(contract)
                : elsewhere.matcher(observed).matches();
    }
}

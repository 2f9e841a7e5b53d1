package io.github.openrouterproxy.attack;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Attacks a live server from outside, with no key, and prints what was tried and how much of it got through. Run it
 * against a server of your own: {@code mvn -Pattack -Drelay=http://127.0.0.1:8080 -Dmonitor=http://127.0.0.1:8081}, or
 * for a WAR under a context path {@code http://127.0.0.1:8080/openrouter-proxy} both times.
 */
public final class AttackSuite {
    private final Target relay;
    private final Target monitor;
    private final PrintStream out;
    private final Duration pause;

    AttackSuite(URI relay, URI monitor, PrintStream out) {
        this(relay, monitor, out, Duration.ofMillis(500));
    }

    /** @param pause between two looks whether the server has recovered */
    AttackSuite(URI relay, URI monitor, PrintStream out, Duration pause) {
        this.relay = new Target("relay", relay);
        this.monitor = new Target("monitor", monitor);
        this.out = out;
        this.pause = pause;
    }

    /** @param arguments the relay's address and the monitor's */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("Give two addresses: the relay's and the monitor's.");
            System.exit(2);
        }
        int through = new AttackSuite(URI.create(arguments[0]), URI.create(arguments[1]), System.out).run();
        System.exit(through == 0 ? 0 : 1);
    }

    /**
     * What became of one attack.
     *
     * @param won how each try that got through did
     */
    record Outcome(String what, int tried, List<String> won) {}

    /** @return how many tries got through */
    int run() throws IOException {
        List<Outcome> outcomes = outcomes();
        int tried = outcomes.stream().mapToInt(Outcome::tried).sum();
        int through =
                outcomes.stream().mapToInt(outcome -> outcome.won().size()).sum();
        out.printf("%d tried, %d got through%n", tried, through);
        return through;
    }

    /** Printed one by one. Guessing slows the address down, and so comes last. */
    List<Outcome> outcomes() throws IOException {
        boolean alone = !relay.isAlso(monitor);
        if (!alone) {
            out.println("Both doors are one: that the relay's shows nothing of the monitor was not tried");
        }
        try (Canary canary = Canary.within(relay)) {
            return Stream.concat(RelayAttacks.all(relay, canary, alone, pause), MonitorAttacks.all(monitor))
                    .map(this::tried)
                    .toList();
        }
    }

    private Outcome tried(Attack attack) {
        List<String> won = attack.tries().stream()
                .map(AttackSuite::outcome)
                .filter(text -> !text.isEmpty())
                .toList();
        Outcome outcome = new Outcome(attack.what(), attack.tries().size(), won);
        out.printf("%4d tried, %d got through: %s%n", outcome.tried(), won.size(), outcome.what());
        won.forEach(text -> out.println("       " + text));
        return outcome;
    }

    private static String outcome(Attack.Try attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }
}

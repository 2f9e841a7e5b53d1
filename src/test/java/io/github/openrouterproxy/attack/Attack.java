package io.github.openrouterproxy.attack;

import java.io.IOException;
import java.util.List;

/**
 * Something an attacker tries, many times over.
 *
 * @param what in words
 * @param tries each says how it got through; an empty text when it did not
 */
record Attack(String what, List<Try> tries) {
    /** One attempt. */
    @FunctionalInterface
    interface Try {
        /** @return what was won, empty for nothing */
        String run() throws IOException;
    }

    /** An attempt that is held when {@code held} is so, told by its answer. */
    static Try held(String asked, Request request, Check held) {
        return () -> {
            Target.Answer answer = request.send();
            return held.of(answer) ? "" : asked + " -> " + answer.status() + " " + beginning(answer);
        };
    }

    /** Sends something. */
    @FunctionalInterface
    interface Request {
        Target.Answer send() throws IOException;
    }

    /** Looks at an answer. */
    @FunctionalInterface
    interface Check {
        boolean of(Target.Answer answer);
    }

    private static String beginning(Target.Answer answer) {
        String text = answer.body().strip().replaceAll("\\s+", " ");
        return text.substring(0, Math.min(text.length(), 120));
    }
}

package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.control.ControlPlane;
import io.github.openrouterproxy.monitor.login.KeyConfirmation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Asks the upstream's {@code /key} whether a key is one of its own. Vendors that have no such call confirm nothing:
 * there, keys are known by their calls. Any thread.
 */
final class KeyCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** What OpenRouter says of a key; a server that answers 200 to everything does not say it. */
    private static final Pattern DESCRIBED =
            Pattern.compile("^\\s*\\{\\s*\"data\"\\s*:\\s*\\{.*\"label\"\\s*:", Pattern.DOTALL);

    private KeyCheck() {}

    static KeyConfirmation start(UpstreamSettings upstream, Lifecycle lifecycle) {
        ControlPlane control = new ControlPlane(upstream, PATIENCE);
        lifecycle.onStop(control::close);
        return key -> control.get("/key", key).map(KeyCheck::read).orElse(KeyConfirmation.Answer.UNREACHABLE);
    }

    static KeyConfirmation.Answer read(ControlPlane.Answer answer) {
        if (answer.status() == 200) {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return DESCRIBED.matcher(body).find() ? KeyConfirmation.Answer.VALID : KeyConfirmation.Answer.UNREACHABLE;
        }
        boolean refused = answer.status() == 401 || answer.status() == 403;
        return refused ? KeyConfirmation.Answer.INVALID : KeyConfirmation.Answer.UNREACHABLE;
    }
}

package io.github.openrouterproxy.openai.endpoint;

import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.util.regex.Pattern;

/**
 * Tells answers in which keys stand: those that issue some, and errors, which quote what they refuse. Any thread.
 *
 * @see <a href="https://openrouter.ai/docs/features/provisioning-api-keys">OpenRouter's keys</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/realtime-sessions">OpenAI's keys for browsers</a>
 */
public final class KeyAnswers {
    private static final Pattern ISSUING = Pattern.compile(
            ".*/(?:keys|api_keys|admin_api_keys|client_secrets|realtime/(?:transcription_)?sessions)(?:/.*)?");

    private KeyAnswers() {}

    public static boolean mayHold(RequestHead request, ResponseHead response) {
        return response.isFailure() || ISSUING.matcher(request.path()).matches();
    }
}

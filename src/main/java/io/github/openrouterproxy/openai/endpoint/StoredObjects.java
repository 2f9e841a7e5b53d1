package io.github.openrouterproxy.openai.endpoint;

import io.github.openrouterproxy.exchange.RequestHead;
import java.util.regex.Pattern;

/**
 * Tells calls that make an answer from those about something that the upstream keeps: an answer that was made before, a
 * file, a batch. Any thread.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">OpenAI's reference</a>
 * @see <a href="https://docs.anthropic.com/en/api/overview">Anthropic's reference</a>
 */
public final class StoredObjects {
    /** POST to one of these changes, or ends, what another call made. */
    private static final Pattern MADE_BEFORE =
            Pattern.compile(".*/(?:chat/completions/[^/]+|threads/[^/]+/runs/[^/]+|cancel)/?");

    private static final String BEGINNING = "/+(?:openai/+)?(?:v\\d+(?:alpha|beta)?\\d*/+)?";

    /** In these lies what is no answer; runs of a thread are. */
    private static final Pattern KEPT_THINGS =
            Pattern.compile(BEGINNING + "(?:files|uploads|batches|messages/batches|vector_stores|fine_tuning|assistants"
                    + "|threads(?!/runs|/[^/]+/runs)|conversations|containers|evals|skills)(?:/.*)?");

    /** Where a model's name is part of the address, POST makes an answer. */
    private static final Pattern MODELS = Pattern.compile(BEGINNING + "models(?:/.*)?");

    private static final Pattern BATCHES = Pattern.compile(BEGINNING + "(?:messages/)?batches(?:/.*)?");

    private StoredObjects() {}

    /** Whether the tokens that the answer tells of are this call's; else another one's, which has them already. */
    public static boolean isPaidFor(RequestHead request) {
        return request.method().equals("POST")
                && !MADE_BEFORE.matcher(request.path()).matches();
    }

    /** Whether the id and the status that come back are those of a file, a batch or the like, and of no answer. */
    public static boolean isNoAnswer(RequestHead request) {
        return KEPT_THINGS.matcher(request.path()).matches()
                || (!request.method().equals("POST")
                        && MODELS.matcher(request.path()).matches());
    }

    /**
     * Whether what comes back may be made after the call that asks for it, by the upstream: what lies in a file says
     * whoever uploaded it.
     */
    public static boolean mayBeMadeLate(RequestHead request) {
        return !isNoAnswer(request) || BATCHES.matcher(request.path()).matches();
    }
}

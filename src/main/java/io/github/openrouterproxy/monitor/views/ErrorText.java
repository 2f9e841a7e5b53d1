package io.github.openrouterproxy.monitor.views;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in the viewer's language what the proxy recorded as an error; an upstream's own words stay as they are. */
public final class ErrorText {
    private static final Map<Pattern, String> KNOWN = new LinkedHashMap<>();

    static {
        know("client disconnected.*", "clientLeft");
        know("the client read nothing for too long", "clientStuck");
        know("the proxy stopped while this call was running", "stopped");
        know("the upstream broke off", "brokeOff");
        know("the upstream broke off before the end: (.*)", "brokeOffEarly");
        know("the upstream cannot be reached: (.*)", "unreachable");
        know("the upstream was silent for (\\d+) ms", "silent");
        know("too many calls are waiting for the upstream", "overloaded");
        know("the upstream's answer cannot be understood: (.*)", "notUnderstood");
        know("its host name is unknown", "unknownHost");
        know("it did not accept the connection in time", "connectTimeout");
        know("there is no route to it", "noRoute");
        know("it refused the connection", "connectRefused");
        know("it is not HTTP", "notHttp");
        know("it closed the connection", "closed");
        know("TLS failed, (.*)", "tls");
        know("the request body is larger than MAX_REQUEST_BYTES, (\\d+) bytes", "tooLarge");
        know("calls cannot be recorded at the moment", "notRecorded");
        know("given up", "givenUp");
    }

    private ErrorText() {}

    /** Null when there is none. */
    public static @Nullable String of(@Nullable String error, Ui ui) {
        return error == null ? null : words(error, ui);
    }

    private static String words(String error, Ui ui) {
        for (Map.Entry<Pattern, String> known : KNOWN.entrySet()) {
            Matcher matcher = known.getKey().matcher(error);
            if (matcher.matches()) {
                return matcher.groupCount() == 0
                        ? ui.text(known.getValue())
                        : ui.text(known.getValue(), words(matcher.group(1), ui));
            }
        }
        return error;
    }

    private static void know(String error, String key) {
        KNOWN.put(Pattern.compile(error, Pattern.DOTALL), "error." + key);
    }
}

package io.github.openrouterproxy.monitor.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page to go to afterwards, as a path below the context: never another site.
 *
 * @param value begins with one slash
 */
public record ReturnPath(String value) {
    public static final ReturnPath HOME = new ReturnPath("/");

    private static final int LONGEST = 4000;

    /** Out of the context, to whatever else the host serves; browsers read encoded dots alike. */
    private static final Pattern CLIMBING = Pattern.compile("(?i)[^?#]*/(?:\\.|%2e){2}(?:[/?#;]|$)");

    /** Takes what a browser sent; anything but a plain path of this site becomes {@link #HOME}. */
    public static ReturnPath of(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(ReturnPath::staysHere)
                .map(ReturnPath::new)
                .orElse(HOME);
    }

    /** The address of the login page that leads back here. */
    public String viaLogin() {
        return equals(HOME) ? "/login" : "/login?next=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    // Browsers read "//host", "/\host" and, having dropped tabs and line ends, "/\t/host" as another site.
    private static boolean staysHere(String text) {
        return text.length() <= LONGEST
                && text.startsWith("/")
                && !text.startsWith("//")
                && !CLIMBING.matcher(text).lookingAt()
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }
}

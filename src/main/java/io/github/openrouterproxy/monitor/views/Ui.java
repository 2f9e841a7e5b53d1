package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What every page knows about its viewer; the request attribute {@code ui} of the JSP files.
 *
 * @param contextPath empty, or begins with a slash
 * @param viewer null before login
 * @param here this page below the context, to come back to
 * @param assets gives the address of a file by its name
 */
public record Ui(
        String contextPath,
        Texts texts,
        Theme theme,
        @Nullable Viewer viewer,
        String csrfToken,
        String here,
        Instant now,
        UnaryOperator<String> assets) {
    public boolean administrator() {
        return viewer != null && viewer.mayChange();
    }

    /** Whether the calls of others are shown too. */
    public boolean seesEveryone() {
        return viewer != null && viewer.seesEveryone();
    }

    /** Whose calls are shown; null for those who see all. */
    public @Nullable String mask() {
        return viewer instanceof Viewer.User user ? user.key().mask() : null;
    }

    /** The address of a path below the context. */
    public String url(String path) {
        return contextPath + path;
    }

    /** The words for {@code key}, not escaped. */
    public String text(String key, Object... values) {
        return texts.text(key, values);
    }

    public String language() {
        return texts.language().tag();
    }

    private Language otherLanguage() {
        return texts.language().other();
    }

    public String otherLanguageTag() {
        return otherLanguage().tag();
    }

    public String otherLanguageName() {
        return otherLanguage().ownName();
    }

    public String themeTag() {
        return theme.tag();
    }

    public String nextThemeTag() {
        return theme.next().tag();
    }

    /** The key of what the theme switch says. */
    public String themeLabel() {
        return "layout.theme." + theme.tag();
    }

    /** A key's mask; where it is the name of a role, in the viewer's words. */
    public String key(String mask) {
        return switch (mask) {
            case "administrator", "auditor" -> text("key." + mask);
            default -> mask;
        };
    }

    /** The words for a value that a criterion offers; the value itself where it needs none. */
    public String option(String criterion, String value) {
        return switch (criterion + "." + value) {
            case "status.error", "status.in_flight", "stream.true", "stream.false" ->
                text("filter." + criterion + "." + value);
            default -> value;
        };
    }
}

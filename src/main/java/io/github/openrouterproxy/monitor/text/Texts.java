package io.github.openrouterproxy.monitor.text;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;

/** The words of the pages in one language; plain text, to be escaped where it is written. */
public final class Texts {
    private static final String BUNDLE = "io.github.openrouterproxy.monitor.text.messages";
    private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Texts(language));
        }
    }

    private final Language language;
    private final ResourceBundle bundle;

    private Texts(Language language) {
        this.language = language;
        this.bundle = ResourceBundle.getBundle(
                BUNDLE,
                language.locale(),
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public static Texts in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    public Language language() {
        return language;
    }

    /** @param values for {@code {0}}, {@code {1}} … of the pattern; numbers are written as the language does */
    public String text(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), language.locale()).format(values);
    }

    /** How long ago something was, in its largest unit; the pages' script counts on by the same patterns. */
    public String ago(Duration age) {
        List<String> patterns = List.of(text("ago").split("\\|", -1));
        long seconds = Math.max(0, age.toSeconds());
        long[] lengths = {1, 60, 3600, 86_400, Long.MAX_VALUE};
        long unit = 1;
        for (int i = 0; i < patterns.size(); i++) {
            if (seconds < lengths[i]) {
                return patterns.get(i).replace("#", Long.toString(seconds / unit));
            }
            unit = lengths[i];
        }
        return "";
    }

    Set<String> keys() {
        return new TreeSet<>(Collections.list(bundle.getKeys()));
    }
}

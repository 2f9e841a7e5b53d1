package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.views.Theme;

/** {@code /preferences}: the switches of language and theme. */
final class PreferencePage implements Page {
    @Override
    public Reply submit(Visit visit) {
        ReturnPath back = ReturnPath.of(visit.parameter("back"));
        return Language.tagged(visit.parameter(Preferences.LANGUAGE))
                .<Reply>map(language -> new Reply.Remember(Preferences.LANGUAGE, language.tag(), back))
                .or(() -> Theme.tagged(visit.parameter(Preferences.THEME))
                        .map(theme -> new Reply.Remember(Preferences.THEME, theme.tag(), back)))
                .orElse(new Reply.GoTo(back));
    }
}

package io.github.openrouterproxy.monitor.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language the pages speak. */
public enum Language {
    ENGLISH("en", "English", Locale.ENGLISH),
    CHINESE("zh-CN", "简体中文", Locale.SIMPLIFIED_CHINESE);

    private final String tag;
    private final String ownName;
    private final Locale locale;

    Language(String tag, String ownName, Locale locale) {
        this.tag = tag;
        this.ownName = ownName;
        this.locale = locale;
    }

    public String tag() {
        return tag;
    }

    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return locale;
    }

    public Language other() {
        return this == ENGLISH ? CHINESE : ENGLISH;
    }

    public static Optional<Language> tagged(@Nullable String tag) {
        return Stream.of(values()).filter(language -> language.tag.equals(tag)).findFirst();
    }

    /** The first of a browser's wishes that can be met, else English. */
    public static Language preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return ENGLISH;
        }
        try {
            List<Locale.LanguageRange> wishes = Locale.LanguageRange.parse(acceptLanguage);
            return wishes.stream()
                    .filter(wish -> wish.getWeight() > 0)
                    .flatMap(wish -> spoken(wish.getRange()).stream())
                    .findFirst()
                    .orElse(ENGLISH);
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }

    private static Optional<Language> spoken(String range) {
        if (range.equals("zh") || range.startsWith("zh-")) {
            return Optional.of(CHINESE);
        }
        return range.equals("en") || range.startsWith("en-") ? Optional.of(ENGLISH) : Optional.empty();
    }
}

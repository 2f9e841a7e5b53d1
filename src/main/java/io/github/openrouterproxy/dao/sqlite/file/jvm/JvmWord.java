package io.github.openrouterproxy.dao.sqlite.file.jvm;

import java.nio.file.Path;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A word about a file that all contexts of this JVM see. They share no class of ours, so it is a system property, and a
 * string. Any thread.
 */
public final class JvmWord {
    private final String key;

    /**
     * @param topic what it is about
     * @param file its real path
     */
    public JvmWord(String topic, Path file) {
        this.key = "openrouter-proxy." + topic + ":" + file;
    }

    public @Nullable String read() {
        return System.getProperty(key);
    }

    public void write(String word) {
        System.setProperty(key, word);
    }

    public void erase() {
        System.clearProperty(key);
    }

    /** While nobody else changes it; null is no word. */
    public void change(UnaryOperator<@Nullable String> change) {
        Properties all = System.getProperties();
        all.compute(key, (same, word) -> change.apply(word == null ? null : word.toString()));
    }
}

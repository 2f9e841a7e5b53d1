package io.github.openrouterproxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the keys that bodies are encrypted with. Confined to one thread. */
final class EncryptionReader {
    private static final String KEY = "[0-9A-Fa-f]{64}";

    private EncryptionReader() {}

    /** The first encrypts, all decrypt; none when nothing is to be encrypted. */
    static List<Secret> read(SettingValues values) {
        List<Secret> keys = values.secrets("ENCRYPTION_KEY");
        Path file = values.optionalPath("ENCRYPTION_KEY_FILE");
        if (file != null && !keys.isEmpty()) {
            values.mistake("ENCRYPTION_KEY and ENCRYPTION_KEY_FILE are both set: one of them has to say the keys");
        }
        String name = file == null ? "ENCRYPTION_KEY (value not shown)" : "ENCRYPTION_KEY_FILE=" + file;
        List<Secret> all = file == null ? keys : lines(file);
        if ((file != null && all.isEmpty())
                || !all.stream().allMatch(key -> key.value().matches(KEY))) {
            values.mistake(name + " does not hold keys of 64 hexadecimal digits each, such as openssl rand -hex 32"
                    + " makes");
            return List.of();
        }
        return all;
    }

    private static List<Secret> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Secret::new)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

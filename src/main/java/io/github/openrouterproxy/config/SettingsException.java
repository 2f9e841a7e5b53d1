package io.github.openrouterproxy.config;

import java.util.List;

/** One or more settings are wrong; the message lists every one: name, value, accepted range. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> mistakes) {
        super("Wrong settings: " + String.join("; ", mistakes));
    }
}

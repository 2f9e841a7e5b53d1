package io.github.openrouterproxy.monitor.views;

import org.jspecify.annotations.Nullable;

/** One sentence on an otherwise empty page: not found, out of order. */
public record MessageView(
        int status, String title, @Nullable String detail) {
    public static MessageView of(int status, Ui ui, String key) {
        return new MessageView(status, ui.text(key), ui.text(key + ".detail"));
    }
}

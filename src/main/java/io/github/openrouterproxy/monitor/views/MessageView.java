package io.github.openrouterproxy.monitor.views;

import org.jspecify.annotations.Nullable;

/** One sentence on an otherwise empty page: not found, out of order. */
public record MessageView(
        int status, String title, @Nullable String detail) {
    /** A parameter of the address cannot be understood. */
    public static MessageView badParameter(Ui ui, String parameter) {
        return new MessageView(400, ui.text("message.bad"), ui.text("message.bad." + accepted(parameter), parameter));
    }

    private static String accepted(String parameter) {
        return switch (parameter) {
            case "search", "path", "model" -> "text";
            case "from", "to" -> "time";
            case "user", "method", "status", "stream", "page", "page_size", "min_duration_ms" -> parameter;
            default -> "any";
        };
    }

    public static MessageView of(int status, Ui ui, String key) {
        return new MessageView(status, ui.text(key), ui.text(key + ".detail"));
    }
}

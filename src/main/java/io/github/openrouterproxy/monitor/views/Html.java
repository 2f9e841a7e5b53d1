package io.github.openrouterproxy.monitor.views;

import org.jspecify.annotations.Nullable;

/**
 * The only functions that JSP files write values with: each returns text that is safe inside HTML and inside a quoted
 * attribute. A test keeps every other expression out of the pages.
 */
public final class Html {
    private Html() {}

    /** Any value, escaped; nothing for null. */
    public static String e(@Nullable Object value) {
        return value == null ? "" : escape(value.toString());
    }

    /** The words for {@code key}. */
    public static String t(Ui ui, String key) {
        return escape(ui.text(key));
    }

    /** The words for {@code key} with one value in them. */
    public static String t1(Ui ui, String key, @Nullable Object value) {
        return escape(ui.text(key, value == null ? "" : value));
    }

    /** The words for {@code key} with two values in them. */
    public static String t2(Ui ui, String key, @Nullable Object first, @Nullable Object second) {
        return escape(ui.text(key, first == null ? "" : first, second == null ? "" : second));
    }

    /** The address of a path below the context. */
    public static String u(Ui ui, String path) {
        return escape(ui.url(path));
    }

    /** The address of an asset. */
    public static String a(Ui ui, String name) {
        return escape(ui.assets().apply(name));
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isWritable(c) ? c : '\uFFFD');
            }
        }
        return out.toString();
    }

    // HTML has no way to write the other control characters, and a form feed or an escape sequence helps nobody.
    private static boolean isWritable(char c) {
        return c >= ' ' ? c != 0x7f : c == '\n' || c == '\t' || c == '\r';
    }
}

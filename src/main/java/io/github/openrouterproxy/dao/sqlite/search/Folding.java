package io.github.openrouterproxy.dao.sqlite.search;

/** Makes upper and lower case the same, in every script and character by character. Any thread. */
final class Folding {
    private Folding() {}

    /** As {@link String#equalsIgnoreCase} has it: by way of upper case, since some letters have two lower ones. */
    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c < 0x80) {
                folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
                i++;
            } else {
                int point = text.codePointAt(i);
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
                i += Character.charCount(point);
            }
        }
        return folded.toString();
    }
}

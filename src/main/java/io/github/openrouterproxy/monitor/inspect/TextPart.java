package io.github.openrouterproxy.monitor.inspect;

/**
 * A piece of a long text, cut where a line ends if one does nearby.
 *
 * @param text not empty unless the whole is
 * @param next where the next piece begins; equal to the whole's length at the end
 * @param rest characters after this piece
 */
public record TextPart(String text, int next, int rest) {
    public static TextPart of(String whole, int from, int size) {
        int begin = Math.max(0, Math.min(from, whole.length()));
        int end = end(whole, begin, size);
        return new TextPart(whole.substring(begin, end), end, whole.length() - end);
    }

    public boolean isLast() {
        return rest == 0;
    }

    private static int end(String whole, int begin, int size) {
        if (whole.length() - begin <= size) {
            return whole.length();
        }
        int limit = begin + size;
        int lineEnd = whole.lastIndexOf('\n', limit - 1) + 1;
        if (lineEnd > begin + size / 2) {
            return lineEnd;
        }
        return Character.isHighSurrogate(whole.charAt(limit - 1)) ? limit - 1 : limit;
    }
}

package io.github.openrouterproxy.recorder.redaction;

/** Finds the data of server-sent events in a stream's text, and where it stands. Any thread. */
final class DataLines {
    private static final String DATA = "data:";

    /** Takes the data of one event: its lines put together, and from where to where they go. */
    @FunctionalInterface
    interface Sink {
        void data(int start, int end, String content, String lineEnd);
    }

    private final String stream;
    private final Sink sink;
    private final StringBuilder content = new StringBuilder();
    private int start = -1;
    private int end;
    private String lineEnd = "\n";

    private DataLines(String stream, Sink sink) {
        this.stream = stream;
        this.sink = sink;
    }

    static boolean looksLikeEvents(String text) {
        return text.startsWith(DATA) || text.startsWith("event:") || text.startsWith("id:") || text.startsWith(":");
    }

    /** Lines of data that follow each other are one event's. */
    static void read(String stream, Sink sink) {
        DataLines lines = new DataLines(stream, sink);
        int at = stream.startsWith("\uFEFF") ? 1 : 0;
        while (at < stream.length()) {
            at = lines.line(at);
        }
        lines.flush();
    }

    private int line(int from) {
        int to = from;
        while (to < stream.length() && stream.charAt(to) != '\n' && stream.charAt(to) != '\r') {
            to++;
        }
        boolean two = stream.startsWith("\r\n", to);
        int next = Math.min(stream.length(), to + (two ? 2 : 1));
        if (stream.startsWith(DATA, from)) {
            add(from, to);
            lineEnd = to < next ? stream.substring(to, next) : lineEnd;
        } else {
            flush();
        }
        return next;
    }

    private void add(int from, int to) {
        if (start < 0) {
            start = from;
        } else {
            content.append('\n');
        }
        int value = from + DATA.length();
        content.append(stream, stream.startsWith(" ", value) ? value + 1 : value, to);
        end = to;
    }

    private void flush() {
        if (start >= 0) {
            sink.data(start, end, content.toString(), lineEnd);
            content.setLength(0);
            start = -1;
        }
    }
}

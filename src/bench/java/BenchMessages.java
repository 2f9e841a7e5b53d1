/** What both ends of a measurement agree on. */
final class BenchMessages {
    static final String REQUEST = padded("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"", "\"}]}");
    static final String ANSWER = padded(
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"",
            "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":200,\"total_tokens\":400}}");

    private static final int SIZE = 1024;
    private static final String EVENT_HEAD = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
    private static final String EVENT_TAIL = "\"}}]}\n\n";

    private BenchMessages() {}

    /** A piece of a stream: its number and the nanosecond at which it left, in as many digits always. */
    static String event(int number, long nanos) {
        return EVENT_HEAD + digits(number, 6) + ' ' + digits(nanos, 19) + EVENT_TAIL;
    }

    static int eventLength() {
        return EVENT_HEAD.length() + 26 + EVENT_TAIL.length();
    }

    /** The nanosecond at which it left; -1 when it is not, to the byte, the piece of that number. */
    static long sentNanos(String event, int number) {
        int at = EVENT_HEAD.length();
        long nanos = Long.parseLong(event.substring(at + 7, at + 26));
        return event.equals(event(number, nanos)) ? nanos : -1;
    }

    private static String digits(long number, int count) {
        String plain = Long.toString(number);
        return "0".repeat(count - plain.length()) + plain;
    }

    private static String padded(String head, String tail) {
        return head + "x".repeat(SIZE - head.length() - tail.length()) + tail;
    }
}

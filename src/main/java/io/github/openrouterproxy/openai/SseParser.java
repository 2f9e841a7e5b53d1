package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.openai.plain.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads server-sent events out of bytes in pieces of any size (WHATWG HTML §9.2.6). Lines may end in CR, LF or
 * CRLF; comments are skipped. Unlike the standard it delivers a last event whose blank line never came, since servers
 * forget it. An event over the size limit is left out, so that memory stays bounded. Confined to its caller.
 */
public final class SseParser {
    private static final int LARGEST_EVENT = 8 * 1024 * 1024;
    private static final String DEFAULT_TYPE = "message";
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Consumer<SseEvent> sink;
    private final int largestEvent;
    private final Bytes line = new Bytes();
    private final Bytes data = new Bytes();
    private String type = DEFAULT_TYPE;
    private boolean hasData;
    private boolean lineTooLarge;
    private boolean eventTooLarge;
    private boolean anyTooLarge;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    public SseParser(Consumer<SseEvent> sink) {
        this(sink, LARGEST_EVENT);
    }

    /** @param largestEvent in bytes, of one line and of the data of one event */
    SseParser(Consumer<SseEvent> sink, int largestEvent) {
        this.sink = sink;
        this.largestEvent = largestEvent;
    }

    /** Takes the next bytes; the events they complete go to the sink before this returns. */
    public void push(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                afterCarriageReturn = false;
                continue;
            }
            boolean lineAlreadyEnded = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (!lineAlreadyEnded) {
                keep(bytes, start, i);
                endLine();
            }
            start = i + 1;
        }
        keep(bytes, start, end);
    }

    /** The stream is over. */
    public void finish() {
        if (line.length() > 0 || lineTooLarge) {
            endLine();
        }
        dispatch();
    }

    /** Whether an event was over the limit, and left out. */
    boolean leftOut() {
        return anyTooLarge;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (to - from > largestEvent - line.length()) {
            lineTooLarge = true;
        }
        if (lineTooLarge) {
            line.clear();
        } else {
            line.append(bytes, from, to);
        }
    }

    private void endLine() {
        int start = firstLine && line.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        firstLine = false;
        if (lineTooLarge) {
            lineTooLarge = false;
            eventTooLarge = true;
        } else if (line.length() == start) {
            dispatch();
        } else {
            field(start);
        }
        line.clear();
    }

    private void field(int start) {
        int colon = line.indexOf((byte) ':', start);
        int nameEnd = colon < 0 ? line.length() : colon;
        int value = Math.min(line.length(), nameEnd + 1);
        if (value < line.length() && line.at(value) == ' ') {
            value++;
        }
        if (line.matches(DATA, start, nameEnd)) {
            addData(value);
        } else if (line.matches(EVENT, start, nameEnd)) {
            type = line.text(value);
        }
    }

    private void addData(int value) {
        if (line.length() - value > largestEvent - data.length() - 1) {
            eventTooLarge = true;
            return;
        }
        if (hasData) {
            data.append((byte) '\n');
        }
        hasData = true;
        data.append(line, value);
    }

    private void dispatch() {
        anyTooLarge |= eventTooLarge;
        if (hasData && !eventTooLarge) {
            sink.accept(new SseEvent(type.isEmpty() ? DEFAULT_TYPE : type, data.text(0)));
        }
        data.clear();
        type = DEFAULT_TYPE;
        hasData = false;
        eventTooLarge = false;
    }
}

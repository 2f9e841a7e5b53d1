import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads one answer: its head, then its body by length or by chunks, handing the body on without its framing. */
final class BenchAnswer {
    private final Consumer<ByteBuffer> body;
    private final StringBuilder line = new StringBuilder();
    private int status;
    private boolean inBody;
    private boolean chunked;
    private boolean lastChunk;
    private long left;

    BenchAnswer(Consumer<ByteBuffer> body) {
        this.body = body;
    }

    int status() {
        return status;
    }

    /** @return whether the answer has ended */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (inBody && left > 0) {
                int count = (int) Math.min(left, bytes.remaining());
                body.accept(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                left -= count;
                if (left == 0 && !chunked) {
                    return true;
                }
                continue;
            }
            char next = (char) (bytes.get() & 0xff);
            if (next != '\n') {
                line.append(next);
                continue;
            }
            String whole = line.toString().strip();
            line.setLength(0);
            if (inBody ? chunkLine(whole) : headLine(whole)) {
                return true;
            }
        }
        return false;
    }

    private boolean headLine(String whole) {
        String lower = whole.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http/1.")) {
            status = Integer.parseInt(whole.substring(9, 12));
        } else if (lower.startsWith("content-length:")) {
            left = Long.parseLong(whole.substring(15).strip());
        } else if (lower.startsWith("transfer-encoding:")) {
            chunked = true;
        } else if (whole.isEmpty()) {
            inBody = true;
            return !chunked && left == 0;
        }
        return false;
    }

    private boolean chunkLine(String whole) {
        if (whole.isEmpty()) {
            return lastChunk;
        }
        left = Long.parseLong(whole, 16);
        lastChunk = left == 0;
        return false;
    }
}

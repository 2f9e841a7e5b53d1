package io.github.openrouterproxy.relay;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Keeps the body that a servlet writes; status and headers pass. One thread. */
final class HeldResponse extends HttpServletResponseWrapper {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable PrintWriter writer;

    HeldResponse(HttpServletResponse response) {
        super(response);
    }

    byte[] body() {
        if (writer != null) {
            writer.flush();
        }
        return body.toByteArray();
    }

    /** The container would end the answer by itself. */
    @Override
    public void sendError(int status, @Nullable String message) {
        FailureReply reply = FailureReply.notServed(status);
        setStatus(status);
        setContentType("application/json");
        body.reset();
        body.writeBytes(reply.body());
    }

    @Override
    public void sendError(int status) {
        sendError(status, null);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter existing = writer;
        if (existing == null) {
            existing = new PrintWriter(new OutputStreamWriter(body, getCharacterEncoding()));
            writer = existing;
        }
        return existing;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new ServletOutputStream() {
            @Override
            public void write(int oneByte) {
                body.write(oneByte);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                body.write(bytes, offset, length);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new IllegalStateException("what is held back is never waited for");
            }
        };
    }

    @Override
    public void flushBuffer() {
        // Leaves as a whole.
    }
}

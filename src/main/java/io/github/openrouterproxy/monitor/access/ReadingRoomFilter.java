package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.monitor.access.ReadingRoom.Seat;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Offers each request a seat, and frees it when the answer is written. Request threads. */
public final class ReadingRoomFilter implements Filter {
    private static final String SEAT = Seat.class.getName();

    private final ReadingRoom room;

    public ReadingRoomFilter(ReadingRoom room) {
        this.room = room;
    }

    /** The seat of a request that came through this filter. */
    public static Seat seat(ServletRequest request) {
        if (request.getAttribute(SEAT) instanceof Seat seat) {
            return seat;
        }
        throw new IllegalStateException("no reading room in front of this request");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (Seat seat = room.seat()) {
            request.setAttribute(SEAT, seat);
            chain.doFilter(request, response);
        }
    }
}

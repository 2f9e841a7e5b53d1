package io.github.openrouterproxy.monitor.shield;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BodyLimitFilterTest {
    private final BodyLimitFilter filter = new BodyLimitFilter();
    private final List<Integer> statuses = new ArrayList<>();
    private int passed;

    @Test
    void fewFormsAreReadAtOnceFromOneAddressAndWhoSendsNoneDoesNotWait() throws Exception {
        within(9, "10.0.0.1", () -> {
            visit(0, "10.0.0.1", () -> passed++);
            visit(9, "10.0.0.2", () -> passed++);
        });

        assertThat(statuses).containsExactly(503);
        assertThat(passed).isZero();

        within(8, "10.0.0.1", () -> {
            visit(0, "10.0.0.1", () -> passed++);
            visit(9, "10.0.0.2", () -> passed++);
        });

        assertThat(passed).isEqualTo(2);
    }

    @Test
    void formsOfAllAddressesTogetherLeaveThreadsToThoseWhoLook() throws Exception {
        everywhere(33, () -> passed++);
        assertThat(statuses).containsExactly(503);

        everywhere(32, () -> passed++);
        assertThat(passed).isEqualTo(1);
    }

    /** Runs {@code then} while so many forms of one address are being read. */
    private void within(int forms, String address, Step then) throws Exception {
        visit(9, address, forms == 1 ? then : () -> within(forms - 1, address, then));
    }

    private void everywhere(int forms, Step then) throws Exception {
        visit(9, "10.0.1." + forms, forms == 1 ? then : () -> everywhere(forms - 1, then));
    }

    private void visit(int length, String address, Step then) throws Exception {
        HttpServletRequest request = proxy(HttpServletRequest.class, (name, values) -> switch (name) {
            case "getContentLengthLong" -> (long) length;
            case "getRemoteAddr" -> address;
            default -> null;
        });
        HttpServletResponse response = proxy(HttpServletResponse.class, (name, values) -> {
            if (name.equals("setStatus")) {
                statuses.add((Integer) values[0]);
            }
            return null;
        });
        filter.doFilter(request, response, (passedRequest, passedResponse) -> {
            try {
                then.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, values) -> answer.to(method.getName(), values == null ? new Object[0] : values)));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Answer {
        @Nullable
        Object to(String method, Object[] values);
    }
}

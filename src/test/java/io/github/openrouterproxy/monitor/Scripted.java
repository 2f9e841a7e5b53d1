package io.github.openrouterproxy.monitor;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** As much of an interface as a test needs: says to each call what the test says. */
public final class Scripted {
    private Scripted() {}

    /** What a method of this name gives; null is fine for those that give nothing. */
    @FunctionalInterface
    public interface Answer {
        @Nullable
        Object to(String method, Object[] values);
    }

    public static <T> T of(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, values) -> answer.to(method.getName(), values == null ? new Object[0] : values)));
    }
}

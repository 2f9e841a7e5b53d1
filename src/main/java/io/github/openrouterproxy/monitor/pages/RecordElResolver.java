package io.github.openrouterproxy.monitor.pages;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotFoundException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets JSP files read records, their components and what they derive from them. Expression Language knows records from
 * version 6 on only, and Tomcat 10.1 has 5. Any thread.
 */
public final class RecordElResolver extends ELResolver {
    private final ClassValue<Map<String, Method>> readers = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> methods = new HashMap<>();
            for (Method method : type.getMethods()) {
                boolean reads = method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && method.getDeclaringClass() != Object.class
                        && !Modifier.isStatic(method.getModifiers());
                if (reads) {
                    methods.put(method.getName(), method);
                }
            }
            return Map.copyOf(methods);
        }
    };

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        if (!(base instanceof Record) || property == null) {
            return null;
        }
        Method reader = readers.get(base.getClass()).get(property.toString());
        if (reader == null) {
            throw new PropertyNotFoundException(base.getClass().getName() + " has no " + property);
        }
        try {
            Object value = reader.invoke(base);
            context.setPropertyResolved(base, property);
            return value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new PropertyNotFoundException(
                    property + " of " + base.getClass().getName(), e);
        }
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        // Records cannot be changed; whoever else can resolve it may.
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return String.class;
    }
}

package io.github.openrouterproxy.isolation;

import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.servlet.ServletContainer;

/** What a running site serves, as its container and its JAX-RS application know it. */
final class Endpoints {
    private Endpoints() {}

    /**
     * Such as {@code /users} for a servlet, {@code /requests/* /([0-9a-f]{16})} where its page says what is below, and
     * {@code GET /api/stats} for a call of the API.
     */
    static Set<String> of(WholeSite site) {
        Set<String> found = new TreeSet<>();
        site.context().getServletContext().getServletRegistrations().forEach((name, servlet) -> {
            if (site.servlet(name, ServletContainer.class).isEmpty()) {
                String below = site.servlet(name, HttpServlet.class)
                        .flatMap(Endpoints::below)
                        .orElse("");
                servlet.getMappings().forEach(mapping -> found.add(mapping + below));
            }
        });
        ServletContainer api = site.servlet("api", ServletContainer.class).orElseThrow();
        found.addAll(ofApi(api.getConfiguration()));
        return found;
    }

    /** The pattern {@code PATH} of a page that has several things below one path. */
    private static Optional<String> below(HttpServlet servlet) {
        return constant(servlet, servlet.getClass(), "page")
                .flatMap(page -> constant(page, page.getClass(), "PATH"))
                .map(path -> " " + path);
    }

    private static Optional<Object> constant(Object of, Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return Optional.ofNullable(field.get(of));
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** However its resources were registered: as classes, as objects, or put together by hand. */
    static Set<String> ofApi(ResourceConfig api) {
        Set<String> found = new TreeSet<>();
        Stream.concat(api.getClasses().stream(), api.getInstances().stream().map(Object::getClass))
                .map(Resource::from)
                .filter(Objects::nonNull)
                .forEach(resource -> add(resource, "/api", found));
        api.getResources().forEach(resource -> add(resource, "/api", found));
        return found;
    }

    private static void add(Resource resource, String parent, Set<String> found) {
        String path = parent + (resource.getPath().startsWith("/") ? "" : "/") + resource.getPath();
        for (ResourceMethod method : resource.getAllMethods()) {
            found.add((method.getHttpMethod() == null ? "ANY" : method.getHttpMethod()) + " " + path);
        }
        resource.getChildResources().forEach(child -> add(child, path, found));
    }
}

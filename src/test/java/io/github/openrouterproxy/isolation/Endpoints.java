package io.github.openrouterproxy.isolation;

import java.util.Objects;
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

    /** Such as {@code /requests/*} for a servlet, and {@code GET /api/stats} for a call of the API. */
    static Set<String> of(WholeSite site) {
        Set<String> found = new TreeSet<>();
        site.context().getServletContext().getServletRegistrations().forEach((name, servlet) -> {
            if (site.servlet(name, ServletContainer.class).isEmpty()) {
                found.addAll(servlet.getMappings());
            }
        });
        ServletContainer api = site.servlet("api", ServletContainer.class).orElseThrow();
        found.addAll(ofApi(api.getConfiguration()));
        return found;
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

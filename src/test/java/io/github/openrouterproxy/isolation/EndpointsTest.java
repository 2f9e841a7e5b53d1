package io.github.openrouterproxy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;

final class EndpointsTest {
    /** Known by its class. */
    @Path("by-class")
    public static final class ByClass {
        @POST
        public String answer() {
            return "";
        }
    }

    /** Known as an object. */
    @Path("by-object")
    public static final class ByObject {
        @GET
        public String answer() {
            return "";
        }
    }

    @Test
    void aNewCallOfTheApiIsFoundHoweverItIsRegistered() {
        ResourceConfig api = new ResourceConfig(ByClass.class).register(new ByObject());
        Resource.Builder byHand = Resource.builder("by-hand");
        byHand.addMethod("DELETE").handledBy(call -> "");
        api.registerResources(byHand.build());

        assertThat(Endpoints.ofApi(api))
                .containsExactly("DELETE /api/by-hand", "GET /api/by-object", "POST /api/by-class");
    }
}

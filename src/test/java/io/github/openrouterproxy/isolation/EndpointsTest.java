package io.github.openrouterproxy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.server.ApplicationHandler;
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

    /** Gives what answers below a path. */
    @Path("by-locator")
    public static final class ByLocator {
        @Path("below")
        public ByObject below() {
            return new ByObject();
        }
    }

    /** Registers something itself. */
    public static final class ByFeature implements Feature {
        @Override
        public boolean configure(FeatureContext context) {
            context.register(ByClass.class);
            return true;
        }
    }

    @Test
    void whatIsLocatedOrRegisteredWhileTheApplicationStartsIsFoundToo() {
        ResourceConfig running =
                new ApplicationHandler(new ResourceConfig(ByLocator.class, ByFeature.class)).getConfiguration();

        assertThat(Endpoints.ofApi(running)).containsExactly("ANY /api/by-locator/below", "POST /api/by-class");
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

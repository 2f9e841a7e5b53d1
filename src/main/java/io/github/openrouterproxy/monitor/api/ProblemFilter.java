package io.github.openrouterproxy.monitor.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.lang.annotation.Annotation;

/** Gives what JAX-RS refuses without a word, such as a header that it cannot read, the form of all errors. */
final class ProblemFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        if (answer.getStatus() >= 400 && !answer.hasEntity()) {
            answer.setEntity(Problem.of(answer.getStatusInfo(), null, null), new Annotation[0], Problem.MEDIA_TYPE);
        }
    }
}

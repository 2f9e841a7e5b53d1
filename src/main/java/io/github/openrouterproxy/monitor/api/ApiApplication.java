package io.github.openrouterproxy.monitor.api;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.audit.AuditReadDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.monitor.api.audit.AuditResource;
import io.github.openrouterproxy.monitor.api.figures.FigureSources;
import io.github.openrouterproxy.monitor.api.figures.ModelsResource;
import io.github.openrouterproxy.monitor.api.figures.StatsResource;
import io.github.openrouterproxy.monitor.api.figures.UsersResource;
import java.time.Clock;
import java.util.Map;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The JSON API as one JAX-RS application, put together by hand: nothing is scanned for. */
public final class ApiApplication extends ResourceConfig {
    public ApiApplication(
            ExchangeReadDao exchanges, StatsDao stats, AuditReadDao audit, LabelDao labels, int pageSize, Clock clock) {
        setProperties(Map.of(
                CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
                ServerProperties.WADL_FEATURE_DISABLE, true,
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true));
        ApiSources sources = new ApiSources(exchanges, pageSize);
        FigureSources figures = new FigureSources(stats, labels, clock);
        register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(sources).to(ApiSources.class);
                bind(figures).to(FigureSources.class);
                bind(audit).to(AuditReadDao.class);
            }
        });
        register(RequestsResource.class);
        register(StatsResource.class);
        register(ModelsResource.class);
        register(UsersResource.class);
        register(AuditResource.class);
        register(new ProblemMapper());
        register(new ProblemFilter());
        register(new JacksonJsonProvider(JsonMapping.mapper()));
    }
}

package io.github.openrouterproxy.boot;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source that Tomcat holds for all contexts, so that SQLite is loaded once in the process. A context that
 * was given none loads its own driver.
 */
final class SharedDriver {
    private static final String NAME = "java:comp/env/jdbc/openrouter-proxy";

    private SharedDriver() {}

    static @Nullable DataSource lookup() {
        try {
            return (DataSource) new InitialContext().lookup(NAME);
        } catch (NamingException e) {
            return null;
        } catch (ClassCastException e) {
            throw new StartException("The JNDI resource jdbc/openrouter-proxy is not a javax.sql.DataSource", e);
        }
    }
}

package io.github.openrouterproxy.dao.labels;

import io.github.openrouterproxy.dao.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps labels of keys, which are for those who see everything; any thread. */
public interface LabelDao {
    /** By fingerprint; none to whoever sees only calls of its own. */
    Map<String, String> seenBy(Scope scope);

    /** @param label null takes it away */
    void set(String fingerprint, @Nullable String label);
}

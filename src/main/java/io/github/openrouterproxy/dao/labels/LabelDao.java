package io.github.openrouterproxy.dao.labels;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps labels of keys; any thread. Only administrators and auditors may be shown them. */
public interface LabelDao {
    /** By fingerprint. */
    Map<String, String> all();

    /** @param label null takes it away */
    void set(String fingerprint, @Nullable String label);
}

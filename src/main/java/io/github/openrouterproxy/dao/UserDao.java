package io.github.openrouterproxy.dao;

/** Who has called; any thread. */
public interface UserDao {
    /** Whether any exchange was made with the key of that fingerprint. */
    boolean exists(String fingerprint);
}

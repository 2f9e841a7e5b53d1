package io.github.openrouterproxy.dao;

/** Who has called; any thread. */
public interface UserDao {
    /** What calls were made with the key of that fingerprint. */
    Calls calls(String fingerprint);

    /** As far as they tell whether the key is one of the upstream's. */
    enum Calls {
        NONE,
        /** Such as anybody can make with a key that was made up. */
        FOR_NOTHING,
        /** The upstream counted tokens for one of the newest. */
        CHARGED
    }
}

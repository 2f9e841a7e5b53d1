package io.github.openrouterproxy.testing.machine;

/** How a server is started that lives for seconds, as most of the tests' do. */
public final class ShortLived {
    /** Half of a start would go to a compiler that pays off later. */
    public static final String OPTIONS = "-XX:TieredStopAtLevel=1";

    private ShortLived() {}
}

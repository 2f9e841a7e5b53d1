package io.github.openrouterproxy.dao.recording;

/** Looks how far the search index has come; any thread, a millisecond or so. */
@FunctionalInterface
public interface IndexWatch {
    IndexProgress progress();
}

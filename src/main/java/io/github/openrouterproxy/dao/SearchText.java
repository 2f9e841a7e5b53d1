package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an exchange can be searched, as people would read it. A pure function, or the index would not agree with what
 * is found without it. Any thread.
 */
@FunctionalInterface
public interface SearchText {
    /** Changes when the function gives other texts for the same exchange, so that the index is made anew. */
    int VERSION = 3;

    /** @return its texts one by one: nothing is found across the border of two */
    List<String> of(RequestHead request, Body requestBody, @Nullable ResponseHead response, Body responseBody);
}

package io.github.openrouterproxy.openai.plain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;

/** How JSON of others is read: the names in it are theirs, and none is kept for the life of the program. Any thread. */
public final class ForeignJson {
    public static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private ForeignJson() {}
}

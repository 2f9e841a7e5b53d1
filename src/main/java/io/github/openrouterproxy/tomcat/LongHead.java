package io.github.openrouterproxy.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that is longer than its door takes. Tomcat calls it a bad request like any other; which it was
 * can only be told by the words it has for its log.
 */
final class LongHead {
    static final int URI_TOO_LONG = 414;
    static final int FIELDS_TOO_LARGE = 431;

    private LongHead() {}

    /** What to say to a request that Tomcat gave {@code status} because of {@code failure}. */
    static int status(Request request, int status, @Nullable Throwable failure) {
        if (status != 400
                || failure == null
                || !(request.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> door)
                || !isTold(String.valueOf(failure.getMessage()), door)) {
            return status;
        }
        boolean addressEnds = !request.getCoyoteRequest().requestURI().isNull();
        return addressEnds ? FIELDS_TOO_LARGE : URI_TOO_LONG;
    }

    private static boolean isTold(String message, AbstractHttp11Protocol<?> door) {
        StringManager ofParser = StringManager.getManager(Http11Processor.class);
        StringManager ofLines = StringManager.getManager(MimeHeaders.class);
        return message.equals(ofParser.getString("iib.requestheadertoolarge.error"))
                || message.equals(ofLines.getString("headers.maxCountFail", door.getMaxHeaderCount()));
    }
}

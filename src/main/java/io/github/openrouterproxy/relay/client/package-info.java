/**
 * The client's side of a call, as the servlet container offers it: reading, writing, ending, cutting, and knowing
 * whether anyone is there.
 *
 * <p>Imports: exchange. Beside the servlet API it names Tomcat's own classes, where that API ends. Threads: the
 * container's, the upstream client's and the recorder's; nothing here may block.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay.client;

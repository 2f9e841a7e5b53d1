/**
 * What runs inside Tomcat itself rather than in the web application: it lies in Tomcat's lib.
 *
 * <p>Imports: nothing of this project. Threads: the container's start thread, and one for the end of the process.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.tomcat;

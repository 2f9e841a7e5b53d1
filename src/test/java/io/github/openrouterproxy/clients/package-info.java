/** Programs that people use to make calls, through the server as it is shipped. */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.clients;

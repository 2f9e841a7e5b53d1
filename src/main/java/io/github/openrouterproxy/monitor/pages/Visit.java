package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.ReadingRoom;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.views.Ui;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page, as far as a page needs to know it.
 *
 * @param path what follows the page's own path; empty, or begins with a slash
 * @param parameters gives the value of a parameter, null when there is none of that name
 * @param address the visitor's
 * @param relayAddress where clients send their calls, as seen from this visitor
 * @param seat to take before a recorded body is read; freed when the answer is written
 * @param passwordLogin where the container's own users may log in; else nobody comes in by it
 * @param vouched whom somebody trusted says that this is, logged out or not
 * @param afterSession whether it comes from a browser whose session has ended
 */
record Visit(
        Ui ui,
        String path,
        UnaryOperator<@Nullable String> parameters,
        String address,
        String relayAddress,
        ReadingRoom.Seat seat,
        PasswordLogin passwordLogin,
        Supplier<Optional<Viewer>> vouched,
        boolean afterSession) {
    /** Asks the container whose name and password these are. */
    @FunctionalInterface
    interface PasswordLogin {
        Optional<Viewer> ask(String name, String password);
    }

    @Nullable
    String parameter(String name) {
        return parameters.apply(name);
    }

    String parameter(String name, String fallback) {
        String value = parameter(name);
        return value == null ? fallback : value;
    }

    /** Who is looking. The filter in front lets nobody through unknown to pages that ask. */
    Viewer viewer() {
        return Optional.ofNullable(ui.viewer()).orElseThrow();
    }
}

package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.LoginGate;
import io.github.openrouterproxy.monitor.access.LoginResult;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.views.LoginView;
import io.github.openrouterproxy.monitor.views.Ui;
import org.jspecify.annotations.Nullable;

/** {@code /login}. */
final class LoginPage implements Page {
    private final LoginGate gate;

    LoginPage(LoginGate gate) {
        this.gate = gate;
    }

    @Override
    public Reply read(Visit visit) {
        ReturnPath next = next(visit);
        return visit.ui().viewer() != null ? new Reply.GoTo(next) : form(200, visit, next, null);
    }

    @Override
    public Reply submit(Visit visit) {
        ReturnPath next = next(visit);
        String key = visit.parameter("key", "").strip();
        Ui ui = visit.ui();
        if (key.isEmpty()) {
            return form(400, visit, next, ui.text("login.empty"));
        }
        LoginResult result = gate.attempt(visit.address(), new Credential(key));
        if (result instanceof LoginResult.Accepted accepted) {
            return new Reply.LogIn(accepted.viewer(), next);
        }
        if (result instanceof LoginResult.Postponed postponed) {
            long seconds = postponed.pause().plusMillis(999).toSeconds();
            return form(429, visit, next, ui.text("login.postponed", seconds));
        }
        return form(403, visit, next, ui.text("login.refused"));
    }

    private static Reply form(int status, Visit visit, ReturnPath next, @Nullable String problem) {
        return new Reply.Show(status, "login", new LoginView(next.value(), problem, visit.relayAddress()));
    }

    private static ReturnPath next(Visit visit) {
        return ReturnPath.of(visit.parameter("next"));
    }
}

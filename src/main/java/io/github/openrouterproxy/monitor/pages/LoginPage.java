package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.login.LoginGate;
import io.github.openrouterproxy.monitor.login.LoginResult;
import io.github.openrouterproxy.monitor.views.LoginView;
import io.github.openrouterproxy.monitor.views.Ui;
import org.jspecify.annotations.Nullable;

/** {@code /login}. */
final class LoginPage implements Page {
    private final LoginGate gate;
    private final boolean byName;

    /** @param byName whether the container's own users may log in */
    LoginPage(LoginGate gate, boolean byName) {
        this.gate = gate;
        this.byName = byName;
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
        String name = visit.parameter("name", "").strip();
        Ui ui = visit.ui();
        if (visit.parameter("vouched", "").equals("true")
                && visit.vouched().get().isPresent()) {
            return new Reply.ComeBack(next);
        }
        if (byName && !name.isEmpty()) {
            String password = visit.parameter("password", "");
            LoginResult result = gate.attempt(
                    visit.address(), name, () -> visit.passwordLogin().ask(name, password));
            return answer(result, visit, next, "login.refusedName");
        }
        if (key.isEmpty()) {
            return form(400, visit, next, ui.text("login.empty"));
        }
        return answer(gate.attempt(visit.address(), new Credential(key)), visit, next, "login.refused");
    }

    private Reply answer(LoginResult result, Visit visit, ReturnPath next, String refusal) {
        if (result instanceof LoginResult.Accepted accepted) {
            return new Reply.LogIn(accepted, next);
        }
        if (result instanceof LoginResult.Postponed postponed) {
            long seconds = postponed.pause().plusMillis(999).toSeconds();
            return form(429, visit, next, visit.ui().text("login.postponed", seconds));
        }
        return form(403, visit, next, visit.ui().text(refusal));
    }

    private Reply form(int status, Visit visit, ReturnPath next, @Nullable String problem) {
        String known = visit.vouched().get().map(Viewer::name).orElse(null);
        boolean ended = visit.afterSession() && problem == null && known == null;
        String notice = ended ? visit.ui().text("login.ended") : null;
        return new Reply.Show(
                status, "login", new LoginView(next.value(), problem, notice, visit.relayAddress(), byName, known));
    }

    private static ReturnPath next(Visit visit) {
        return ReturnPath.of(visit.parameter("next"));
    }
}

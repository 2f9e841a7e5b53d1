package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code bin/database.sh} as an operator runs it, for the database of a server's base folder. */
record DatabaseScript(Path base, Map<String, String> settings) {
    /** @return what it said */
    String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isBetween(0, 1);
        return said;
    }

    Process start(String... arguments) throws IOException {
        Path home = Path.of(System.getProperty("tomcat.home"));
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/database.sh").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment()
                .putAll(Map.of("CATALINA_BASE", base.toString(), "JAVA_HOME", System.getProperty("java.home")));
        builder.environment().remove("DATABASE_PATH");
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true).start();
    }
}

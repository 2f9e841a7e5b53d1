package io.github.openrouterproxy.monitor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jasper.JspC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JspCompileTest {
    @Test
    void everyPageCompiles(@TempDir Path output) throws Exception {
        JspC compiler = new JspC();
        compiler.setUriroot("src/main/webapp");
        compiler.setOutputDir(output.toString());
        compiler.setCompile(true);
        compiler.setFailOnError(true);
        compiler.setThreadCount("2");

        compiler.execute();

        try (Stream<Path> classes = Files.walk(output)) {
            List<String> pages = classes.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_jsp.class"))
                    .toList();
            assertThat(pages)
                    .contains("login_jsp.class", "overview_jsp.class", "requests_jsp.class", "exchange_jsp.class");
        }
    }
}

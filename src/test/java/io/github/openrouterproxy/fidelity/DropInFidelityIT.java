package io.github.openrouterproxy.fidelity;

import io.github.openrouterproxy.testing.StockTomcat.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heads and bodies pass unchanged in an elder Tomcat too, whose insides we reach into; but for what its stock connector
 * refuses.
 */
final class DropInFidelityIT {
    @TempDir
    private static Path base;

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = Stage.dropIn(Version.TOMCAT_10_1, base);
    }

    @AfterAll
    static void clear() throws Exception {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> headsAndBodiesPass() {
        List<Case> cases = new ArrayList<>(RequestCases.HEADERS);
        cases.removeIf(story -> story.name().equals("values in odd spellings"));
        cases.addAll(RequestCases.BODIES);
        cases.addAll(AnswerCases.HEADS);
        cases.addAll(AnswerCases.BODIES);
        cases.addAll(AnswerCases.statuses());
        return cases.stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> stage.play(story)));
    }
}

package io.github.openrouterproxy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Which room may know which: the house's plan, kept by a machine. */
final class ArchitectureTest {
    private static final String ROOT = "io.github.openrouterproxy.";
    private static final Map<String, Set<String>> IMPORTS = Map.ofEntries(
            Map.entry("exchange", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("tomcat", Set.of()),
            Map.entry("openai", Set.of("exchange", "openai.endpoint", "openai.plain")),
            Map.entry("openai.endpoint", Set.of("exchange")),
            Map.entry("openai.catalog", Set.of("exchange", "openai.plain")),
            Map.entry("openai.plain", Set.of()),
            Map.entry("control", Set.of("exchange", "config")),
            Map.entry("dao", Set.of("exchange", "dao.figures")),
            Map.entry("dao.figures", Set.of("exchange")),
            Map.entry("dao.audit", Set.of("dao")),
            Map.entry("dao.recording", Set.of()),
            Map.entry("dao.labels", Set.of("dao")),
            Map.entry(
                    "dao.sqlite",
                    Set.of(
                            "dao",
                            "exchange",
                            "config",
                            "dao.audit",
                            "dao.labels",
                            "dao.recording",
                            "dao.sqlite.audit",
                            "dao.sqlite.file",
                            "dao.sqlite.table",
                            "dao.sqlite.search",
                            "dao.sqlite.seal",
                            "dao.sqlite.rollup")),
            Map.entry("dao.sqlite.audit", Set.of("dao", "dao.audit", "dao.sqlite.table")),
            Map.entry("dao.sqlite.table", Set.of("dao", "exchange", "dao.sqlite.file")),
            Map.entry(
                    "dao.sqlite.search",
                    Set.of("dao", "dao.recording", "exchange", "dao.sqlite.file", "dao.sqlite.table")),
            Map.entry(
                    "dao.sqlite.rollup",
                    Set.of(
                            "dao",
                            "dao.figures",
                            "exchange",
                            "dao.sqlite.file",
                            "dao.sqlite.table",
                            "dao.sqlite.search",
                            "dao.sqlite.rollup.counts")),
            Map.entry("dao.sqlite.rollup.counts", Set.of()),
            Map.entry("dao.sqlite.seal", Set.of()),
            Map.entry("dao.sqlite.file", Set.of("dao", "dao.recording", "dao.sqlite.file.jvm")),
            Map.entry("dao.sqlite.file.jvm", Set.of("dao", "dao.recording")),
            Map.entry("relay.upstream", Set.of("exchange", "config")),
            Map.entry(
                    "recorder",
                    Set.of(
                            "exchange",
                            "openai",
                            "openai.endpoint",
                            "config",
                            "dao",
                            "recorder.figures",
                            "recorder.pricing",
                            "recorder.redaction",
                            "recorder.redaction.keys",
                            "recorder.retention")),
            Map.entry("recorder.retention", Set.of("exchange", "config", "dao")),
            Map.entry("recorder.figures", Set.of("exchange")),
            Map.entry(
                    "recorder.redaction",
                    Set.of("exchange", "openai", "openai.endpoint", "openai.plain", "recorder.redaction.keys")),
            Map.entry("recorder.redaction.keys", Set.of("exchange")),
            Map.entry("recorder.indexing", Set.of("dao")),
            Map.entry("recorder.pricing", Set.of("exchange", "dao", "openai.catalog")),
            Map.entry("relay.client", Set.of("exchange")),
            Map.entry("relay.capture", Set.of("exchange")),
            Map.entry("relay.message", Set.of("exchange")),
            Map.entry(
                    "relay",
                    Set.of(
                            "exchange",
                            "openai",
                            "config",
                            "relay.capture",
                            "relay.client",
                            "relay.message",
                            "relay.upstream",
                            "recorder")),
            Map.entry("monitor.access", Set.of("exchange", "openai", "config", "dao")),
            Map.entry("monitor.shield", Set.of("monitor.access")),
            Map.entry("monitor.assets", Set.of()),
            Map.entry("monitor.audit", Set.of("dao", "dao.audit", "monitor.access")),
            Map.entry(
                    "monitor.login",
                    Set.of("exchange", "config", "dao", "dao.audit", "monitor.access", "monitor.audit")),
            Map.entry("monitor.text", Set.of("exchange", "openai")),
            Map.entry(
                    "monitor.api",
                    Set.of(
                            "exchange",
                            "openai",
                            "config",
                            "dao",
                            "dao.audit",
                            "dao.labels",
                            "monitor.access",
                            "monitor.api.audit",
                            "monitor.api.figures",
                            "monitor.text")),
            Map.entry("monitor.api.audit", Set.of("dao.audit", "monitor.access")),
            Map.entry(
                    "monitor.api.figures",
                    Set.of("exchange", "dao", "dao.figures", "dao.labels", "monitor.access", "monitor.text")),
            Map.entry(
                    "monitor.views",
                    Set.of(
                            "exchange",
                            "openai",
                            "dao",
                            "dao.audit",
                            "dao.figures",
                            "dao.recording",
                            "monitor.access",
                            "monitor.text")),
            Map.entry(
                    "monitor.overview",
                    Set.of("exchange", "dao", "dao.figures", "monitor.access", "monitor.text", "monitor.views")),
            Map.entry("monitor.inspect", Set.of("exchange", "openai", "dao", "monitor.text", "monitor.views")),
            Map.entry(
                    "monitor.pages",
                    Set.of(
                            "exchange",
                            "openai",
                            "config",
                            "dao",
                            "dao.audit",
                            "dao.figures",
                            "dao.labels",
                            "dao.recording",
                            "monitor.access",
                            "monitor.assets",
                            "monitor.audit",
                            "monitor.login",
                            "monitor.text",
                            "monitor.views",
                            "monitor.overview",
                            "monitor.inspect")),
            Map.entry("ops", Set.of("config", "dao")),
            Map.entry(
                    "boot",
                    Set.of(
                            "exchange",
                            "openai",
                            "config",
                            "dao",
                            "dao.audit",
                            "dao.labels",
                            "dao.recording",
                            "dao.sqlite",
                            "dao.sqlite.file",
                            "control",
                            "relay.upstream",
                            "relay.capture",
                            "relay.client",
                            "recorder",
                            "recorder.figures",
                            "recorder.indexing",
                            "recorder.pricing",
                            "recorder.redaction",
                            "openai.catalog",
                            "relay",
                            "monitor.access",
                            "monitor.api",
                            "monitor.audit",
                            "monitor.login",
                            "monitor.shield",
                            "monitor.text",
                            "monitor.views",
                            "monitor.inspect",
                            "monitor.pages",
                            "ops")));
    private static final List<String> BANNED_ENDINGS =
            List.of("Manager", "Helper", "Util", "Utils", "Impl", "Base", "Data", "Info", "Processor");
    private static final Set<String> WITH_SQL = Set.of(
            "dao",
            "dao.sqlite",
            "dao.sqlite.audit",
            "dao.sqlite.file",
            "dao.sqlite.table",
            "dao.sqlite.search",
            "dao.sqlite.rollup");
    private static final Set<String> WITH_JSON = Set.of(
            "dao.sqlite.table",
            "openai",
            "openai.catalog",
            "openai.plain",
            "recorder.redaction",
            "monitor.api",
            "monitor.api.figures",
            "monitor.pages");
    private static final Set<String> WRITERS = Set.of("ExchangeWriteDao", "CheckpointDao", "IndexDao");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.openrouterproxy");

    @Test
    void everyClassLivesInARoomOfThePlan() {
        Set<String> rooms = new TreeSet<>();
        HOUSE.forEach(type -> rooms.add(type.getPackageName().substring(ROOT.length())));

        assertThat(IMPORTS.keySet()).containsAll(rooms);
    }

    @Test
    void aRoomImportsOnlyTheRoomsItMay() {
        IMPORTS.forEach((room, allowed) -> {
            Set<String> forbidden = new TreeSet<>(IMPORTS.keySet());
            forbidden.removeAll(allowed);
            forbidden.remove(room);
            check(noClasses()
                    .that()
                    .resideInAPackage(ROOT + room)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(in(forbidden)))
                    .because(room + " may import " + new TreeSet<>(allowed)));
        });
    }

    @Test
    void noTwoRoomsKnowEachOther() {
        check(slices().matching(ROOT + "(**)").should().beFreeOfCycles());
    }

    @Test
    void theRelayKnowsNothingOfWireFormatsButTheErrorItSendsItself() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "relay")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "openai").and(DescribedPredicate.not(simpleName("ErrorBody")))));
    }

    @Test
    void theRecorderOnlyWritesAndTheMonitorOnlyReads() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "recorder..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.(ExchangeReadDao|StatsDao|UserDao)"));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "monitor..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.(ExchangeWriteDao|CheckpointDao|IndexDao)"));
    }

    @Test
    void onlyAViewerDecidesWhatAQueryMaySee() {
        check(noClasses().that(outside(Set.of("monitor.access"))).should().callConstructorWhere(makes(Scope.class)));
        check(noClasses()
                .that(outside(Set.of("monitor.access", "monitor.login")))
                .should()
                .callConstructorWhere(makes(Viewer.class)));
    }

    @Test
    void noQuestionCanBeAskedWithoutAScope() {
        List<String> open = HOUSE.stream()
                .filter(type -> type.isInterface()
                        && (type.getPackageName() + ".").startsWith(ROOT + "dao.")
                        && type.getSimpleName().endsWith("Dao")
                        && !WRITERS.contains(type.getSimpleName()))
                .flatMap(type -> type.getMethods().stream())
                .filter(method ->
                        method.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Scope.class)))
                .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
                .toList();

        // A number that counts changes, the login's question whether a key is known, and what only writes.
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "ExchangeReadDao.version", "UserDao.calls", "LabelDao.set", "AuditDao.add", "AuditDao.prune");
    }

    /** Sessions, caches and counters outlive a request, and so would a key in them. */
    @Test
    void theMonitorKeepsNoKey() {
        List<String> kept = HOUSE.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT + "monitor"))
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getAllInvolvedRawTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Credential.class) || type.isEquivalentTo(Secret.class)))
                .map(field -> field.getFullName())
                .toList();

        assertThat(kept).isEmpty();
    }

    /** Elsewhere than in {@link Secret#matches} the time of an answer might tell how much of a key was right. */
    @Test
    void aSecretIsComparedInConstantTimeAndTheMonitorHasNoOtherWay() {
        Set<String> called =
                HOUSE.get(Secret.class).getMethod("matches", String.class).getMethodCallsFromSelf().stream()
                        .map(call -> call.getTargetOwner().getSimpleName() + "." + call.getName())
                        .collect(Collectors.toSet());

        assertThat(called).containsExactlyInAnyOrder("MessageDigest.isEqual", "String.getBytes");
        check(noClasses()
                .that(resideInAPackage(ROOT + "monitor.."))
                .should()
                .callMethodWhere(calls(Secret.class, "value|equals|hashCode")));
    }

    @Test
    void everyLibraryIsNamedOnlyWhereItBelongs() {
        onlyIn(WITH_SQL, "java.sql..");
        onlyIn(Set.of("dao.sqlite", "dao.sqlite.file", "dao.sqlite.table", "boot"), "javax.sql..");
        onlyIn(Set.of("dao.sqlite.table"), "org.sqlite..", "com.zaxxer.hikari..");
        onlyIn(
                Set.of(
                        "relay",
                        "relay.client",
                        "relay.message",
                        "monitor.access",
                        "monitor.api",
                        "monitor.api.audit",
                        "monitor.api.figures",
                        "monitor.assets",
                        "monitor.audit",
                        "monitor.login",
                        "monitor.pages",
                        "monitor.shield",
                        "ops",
                        "tomcat",
                        "boot"),
                "jakarta.servlet..",
                "jakarta.el..");
        onlyIn(
                Set.of("monitor.api", "monitor.api.audit", "monitor.api.figures", "control", "ops", "boot"),
                "jakarta.ws.rs..",
                "org.glassfish..");
    }

    @Test
    void everyLibraryOfOneRoomStaysThere() {
        onlyIn(Set.of("relay.upstream"), "org.eclipse.jetty..");
        onlyIn(WITH_JSON, "com.fasterxml..");
        onlyIn(Set.of("recorder.redaction"), "com.google.re2j..");
        onlyIn(
                Set.of("tomcat", "relay", "relay.client"),
                "org.apache.catalina..",
                "org.apache.coyote..",
                "org.apache.tomcat..");
        onlyIn(Set.of("boot"), "javax.naming..");
    }

    @Test
    void theRelayReachesPastTheServletApiOnlyAtItsClientsSideAndToCutAConnection() {
        check(noClasses()
                .that(resideInAPackage(ROOT + "relay"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache..")
                        .and(DescribedPredicate.not(simpleName("CloseNowException")))));
    }

    @Test
    void theEnvironmentIsReadInConfigAlone() {
        DescribedPredicate<JavaClass> elsewhere = outside(Set.of("config", "tomcat"))
                .and(DescribedPredicate.not(simpleName("JvmWord").and(resideInAPackage(ROOT + "dao.sqlite.file.jvm"))));
        check(noClasses()
                .that(elsewhere)
                .should()
                .callMethodWhere(calls(System.class, "getenv|(get|set|clear)(Property|Properties)"))
                .orShould()
                .callMethodWhere(calls(Integer.class, "getInteger"))
                .orShould()
                .callMethodWhere(calls(Boolean.class, "getBoolean")));
    }

    @Test
    void threadsAreMadeOnlyByThoseWhoStopThem() {
        // A hook for the end of the process needs a thread that never runs before; the pool of readers ends its own.
        DescribedPredicate<JavaClass> elsewhere = outside(
                        Set.of("boot", "recorder", "recorder.indexing", "relay.upstream"))
                .and(DescribedPredicate.not(simpleName("EarlyStop").and(resideInAPackage(ROOT + "tomcat"))))
                .and(DescribedPredicate.not(
                        simpleName("PoolThreads").and(resideInAPackage(ROOT + "dao.sqlite.table"))));
        check(noClasses()
                .that(elsewhere)
                .should()
                .callConstructorWhere(makes(Thread.class))
                .orShould()
                .callConstructorWhere(makes(ThreadPoolExecutor.class))
                .orShould()
                .callConstructorWhere(makes(ScheduledThreadPoolExecutor.class))
                .orShould()
                .callConstructorWhere(makes(ForkJoinPool.class))
                .orShould()
                .callConstructorWhere(makes(java.util.Timer.class))
                .orShould()
                .callMethodWhere(calls(Executors.class, ".*"))
                .orShould()
                .callMethodWhere(calls(CompletableFuture.class, ".*Async|delayedExecutor")));
    }

    @Test
    void logsGoThroughOneDoor() {
        check(noClasses()
                // Every DataSource has to name the type, used or not.
                .that(outside(Set.of("boot", "tomcat")).and(DescribedPredicate.not(assignableTo(DataSource.class))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.logging.Logger")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void aNameSaysWhatAThingIs() {
        check(classes().should().haveNameNotMatching(".*(" + String.join("|", BANNED_ENDINGS) + ")"));
    }

    private static void onlyIn(Set<String> rooms, String... libraries) {
        check(noClasses().that(outside(rooms)).should().dependOnClassesThat().resideInAnyPackage(libraries));
    }

    private static DescribedPredicate<JavaClass> outside(Set<String> rooms) {
        List<String> packages = new ArrayList<>();
        rooms.forEach(room -> packages.add(ROOT + room));
        return DescribedPredicate.not(resideInAnyPackage(packages.toArray(String[]::new)))
                .as("live outside %s", new TreeSet<>(rooms));
    }

    private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String namePattern) {
        return describe(
                owner.getSimpleName() + "." + namePattern,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().matches(namePattern));
    }

    private static DescribedPredicate<JavaCall<?>> makes(Class<?> type) {
        return describe(
                "new " + type.getSimpleName(), call -> call.getTargetOwner().isAssignableTo(type));
    }

    private static String[] in(Set<String> rooms) {
        return rooms.stream().map(ROOT::concat).toArray(String[]::new);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }
}

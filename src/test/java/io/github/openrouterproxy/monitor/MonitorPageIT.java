package io.github.openrouterproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, with the deployed Tomcat behind them. */
final class MonitorPageIT {
    private static final String KEY = "sk-admin-0123456789";
    private static final String MODEL = "test/model";
    private static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** From here on everything from right to left, and nothing that ends it. */
    private static final String TURNED = "abc\u202Edef";

    private static final String ENCODED = URLEncoder.encode(TURNED, StandardCharsets.UTF_8);

    /**
     * Where such text stands: {@code open} where its element is not isolated, or holds something else in the same line,
     * {@code closed} elsewhere.
     */
    private static final String TURNED_PLACES = """
            () => {
              const places = [];
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let text; (text = texts.nextNode()); ) {
                if (!text.data.includes("\\u202e")) continue;
                const element = text.parentElement;
                const style = getComputedStyle(element);
                const apart = /flex|grid/.test(style.display);
                const isolated = style.display !== "inline" || /isolate|plaintext/.test(style.unicodeBidi);
                const beside = [...element.childNodes].filter((node) => node !== text && node.textContent.trim());
                const alone = apart || beside.length === 0;
                places.push((isolated && alone ? "closed " : "open ") + element.outerHTML.slice(0, 200));
              }
              return places;
            }""";

    @TempDir
    private static Path base;

    private static FakeUpstream upstream;
    private static TomcatProcess tomcat;
    private static Playwright playwright;
    private static Browser browser;

    /** What the browser complained about in the test that runs. */
    private static final List<String> complaints = new ArrayList<>();

    private static List<String> sidewaysWhenEmpty = List.of();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        upstream = FakeUpstream.start();
        tomcat = TomcatProcess.start(
                base,
                Map.of("OPENAI_API_BASE", upstream.base().toString(), "SUPER_ADMIN_APIKEY", KEY, "PAGE_SIZE", "5"));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("chromium", "/usr/bin/chromium")))
                        .setArgs(SWITCHES));
        sidewaysWhenEmpty = sideways(loggedIn(options(), "/"), "/", "/requests", "/users", "/account");
        for (int i = 0; i < 7; i++) {
            call("question number " + i);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        playwright.close();
        tomcat.close();
        upstream.close();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertThat(heard).isEmpty();
    }

    @Test
    void aCallAppearsInTheListByItself() throws IOException, InterruptedException {
        Page page = loggedIn(options(), "/requests");
        Locator newest = page.locator("table.rows a.request").first();
        String before = newest.getAttribute("id");

        call("one more");

        shown(newest).not().hasId(before, new LocatorAssertions.HasIdOptions().setTimeout(1000));
    }

    @Test
    void aDatabaseThatTakesNothingIsToldOnEveryPageUntilItDoesAgain() throws Exception {
        Page page = loggedIn(options(), "/requests");
        page.navigate(address("/account"));
        Locator banner = page.locator("#recording .warning");
        shown(page.locator("#recording-facts")).containsText("Recorded");
        shown(banner).hasCount(0);
        CompletableFuture<?> call;
        try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + tomcat.database());
                Statement statement = lock.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN EXCLUSIVE");
            call = HttpClient.newHttpClient()
                    .sendAsync(question("/chat/completions", MODEL, "while locked"), BodyHandlers.discarding());
            shown(banner)
                    .containsText(
                            "The database takes no records",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
            shown(banner).containsText("1 call waits in memory");
        }
        call.join();
        shown(banner).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
    }

    @Test
    void oneExchangeIsShownWhole() throws IOException, InterruptedException {
        upstream.answerNext(OpenAiReplies.chat("\\u4f60\\u597d </pre><script>document.title='owned'</script>"));
        call("tell me");
        Page page = loggedIn(options(), "/requests");

        page.locator("table.rows a.request").first().click();

        shown(page.locator("h1 .status")).hasText("200");
        shown(page.getByLabel("Request body")).containsText("tell me");
        shown(page.getByLabel("Response body")).containsText("你好 </pre><script>document.title='owned'</script>");
        shown(page.locator(".headers").last()).containsText("X-Generation-Id");
        assertThat(page.title()).isEqualTo("POST /chat/completions · openrouter-proxy");
    }

    @Test
    void aLongBodyComesInPieces() throws IOException, InterruptedException {
        upstream.answerNext(Reply.json(200, "{\"text\":\"" + "long ".repeat(120_000) + "the end\"}"));
        call("a long one");
        Page page = loggedIn(options(), "/requests");
        page.locator("table.rows a.request").first().click();
        Locator body = page.getByLabel("Response body");

        shown(body).not().containsText("the end");
        while (body.locator(".more a").count() > 0) {
            int pieces = body.locator("pre").count();
            body.locator(".more a").click();
            shown(body.locator("pre")).hasCount(pieces + 1);
        }

        shown(body).containsText("the end");
    }

    @Test
    void everythingThatMattersWorksWithoutJavaScript() {
        Page page = loggedIn(options().setJavaScriptEnabled(false), "/requests");

        page.getByLabel("Next page").click();
        shown(page.locator(".pager .place")).containsText("2 / ");
        page.getByLabel("Search", new Page.GetByLabelOptions().setExact(true)).fill("question number 3");
        page.locator(".search button").click();
        shown(page.locator("table.rows tbody tr")).hasCount(1);
        page.locator("table.rows a.request").click();
        shown(page.getByLabel("Request body")).containsText("question number 3");
    }

    @Test
    void languageAndColoursAreRemembered() {
        Page page = loggedIn(options(), "/");

        page.locator("button[name=language]").click();
        shown(page.locator("h1")).hasText("概览");
        page.locator("button[name=theme]").click();
        page.navigate(address("/requests"));

        shown(page.locator("h1")).hasText("请求");
        shown(page.locator("html")).hasAttribute("data-theme", "light");
    }

    @Test
    void aRunningCallTurnsFinishedByItself() {
        CountDownLatch gate = new CountDownLatch(1);
        upstream.answerNext(
                Reply.events().piece("data: {}\n\n").await(gate).piece("data: {\"a\":\"\\u4f60\\u597d\"}\n\n"));
        CompletableFuture<?> call = HttpClient.newHttpClient()
                .sendAsync(question("/chat/completions", MODEL, "slow"), BodyHandlers.discarding());
        Page page = loggedIn(options(), "/requests?status=in_flight");

        page.locator("table.rows a.request").click();
        shown(page.locator("h1 .status")).hasText("in flight");
        shown(page.locator("#live > .note")).containsText(Pattern.compile("running\\. \\d+\\.\\d s"));
        shown(page.locator(".sides")).containsText("The body can be read here when the call has ended.");
        gate.countDown();
        call.join();

        shown(page.locator("h1 .status")).hasText("200");
        shown(page.getByLabel("Response body")).containsText("你好");
        shown(page.locator("#live[hx-trigger]")).hasCount(0);
    }

    @Test
    void whatWasUnfoldedStaysSoWhenNewsCome() throws IOException, InterruptedException {
        Page page = loggedIn(options(), "/");
        Locator table = page.locator(".chart details").first();
        table.locator("summary").click();
        String before = page.locator(".figure .value").first().textContent();

        call("news");

        shown(page.locator(".figure .value").first()).not().hasText(before);
        shown(table).hasAttribute("open", "");
        shown(page.locator(".chart details[open]")).hasCount(1);
    }

    @Test
    void aFailureIsToldInTheViewersLanguage() {
        upstream.answerNext(Reply.events().piece("data: {}\n\n").reset());
        CompletableFuture<?> call = HttpClient.newHttpClient()
                .sendAsync(question("/chat/completions", MODEL, "hi"), BodyHandlers.discarding());
        assertThat(call).failsWithin(Duration.ofSeconds(10));
        Page page = loggedIn(options().setLocale("zh-CN"), "/requests?status=error");

        shown(page.locator(".chips")).containsText("所有失败");
        shown(page.locator("table.rows .error").first()).containsText("上游在结束前中断了连接");
        page.locator("table.rows a.request").first().click();

        shown(page.locator(".problem")).containsText("上游返回 200，随后出错：上游在结束前中断了连接");
    }

    @Test
    void noPageScrollsSideways() throws IOException, InterruptedException {
        upstream.answerNext(OpenAiReplies.error(404, "no_model", "m".repeat(300)));
        HttpRequest question = question("/chat/completions?trace=" + "x".repeat(300), "m".repeat(200), "long");
        HttpClient.newHttpClient().send(question, BodyHandlers.discarding());

        assertThat(sidewaysWhenEmpty).isEmpty();
        for (String language : List.of("en-GB", "zh-CN")) {
            Page visitor = browser.newContext(options().setLocale(language)).newPage();
            assertThat(sideways(visitor, "/login")).isEmpty();
            Page page = loggedIn(options().setLocale(language), "/requests?search=xxxxx");
            String exchange = page.locator("table.rows a.request").first().getAttribute("href");
            assertThat(sideways(
                            page,
                            "/",
                            "/requests",
                            "/requests?status=2xx&search=question",
                            "/nothing",
                            "/audit",
                            "/account",
                            exchange))
                    .isEmpty();
            complaints.removeIf(complaint -> complaint.contains("404"));
        }
    }

    @Test
    void whatIsRecordedTurnsTheDirectionOfNothingBesideIt() throws IOException, InterruptedException {
        upstream.answerNext(OpenAiReplies.error(404, "no_model", "no " + TURNED));
        call(TURNED, TURNED);
        upstream.answerNext(Reply.events().piece("event: " + TURNED + "\ndata: {\"a\":\"" + TURNED + "\"}\n\n"));
        call(TURNED, TURNED);
        Page page = loggedIn(options(), "/users");
        page.locator("table.users input[name=label]").first().fill(TURNED);
        page.locator("table.users button").first().click();

        page.navigate(address("/requests"));
        Locator rows = page.locator("table.rows a.request");
        String stream = rows.first().getAttribute("href");
        String error = rows.nth(1).getAttribute("href");
        String filtered = "/requests?model=" + ENCODED + "&search=" + ENCODED + "&path=" + ENCODED;
        for (String path : List.of("/", "/requests", filtered, stream, error, "/audit")) {
            page.navigate(address(path));
            Object places = page.evaluate(TURNED_PLACES);
            assertThat(places)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .as(path)
                    .isNotEmpty();
            assertThat(places)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .as(path)
                    .allMatch(place -> !place.toString().startsWith("open"));
        }
        complaints.removeIf(complaint -> complaint.contains("404"));
    }

    /** The end of an element ends what it opened, and not the element: only a box of its own is apart. */
    @Test
    void whatOpensAnIsolateAndDoesNotEndItStaysWhereItIs() throws IOException, InterruptedException {
        String open = "abc\u202E\u05d2\u05d3\u2066 \u05d5";
        upstream.answerNext(Reply.events().piece("event: " + open + "\ndata: {\"a\":\"" + open + "\"}\n\n"));
        call(open, "question");
        Page page = loggedIn(options(), "/requests?model=" + URLEncoder.encode(open, StandardCharsets.UTF_8));

        double value = right(page.locator(".chips .value").first());
        assertThat(left(page.locator(".chips .remove").first())).isGreaterThanOrEqualTo(value);
        page.locator("table.rows a.request").first().click();
        double mark = right(page.locator(".events .mark"));
        assertThat(left(page.locator(".events code").first())).isGreaterThanOrEqualTo(mark);
    }

    @Test
    void aNameOfThousandsOfCharactersTakesAFewLines() throws IOException, InterruptedException {
        upstream.answerNext(Reply.json(
                200, "{\"model\":\"%s\",\"usage\":{\"prompt_tokens\":3,\"cost\":9}}".formatted("m".repeat(5_000))));
        call("m".repeat(5_000), "question");
        Page page = loggedIn(options(), "/");

        for (String place : List.of(".keys li", ".totals th[scope=row]", ".extremes .said")) {
            assertThat((Double) page.evaluate(
                            "place => Math.max(...[...document.querySelectorAll(place)]"
                                    + ".map(found => found.getBoundingClientRect().height)) + 0.1",
                            place))
                    .as(place)
                    .isLessThan(100);
        }
        page.navigate(address("/requests"));
        page.locator("table.rows a.request").first().click();
        assertThat(page.locator(".about").boundingBox().height).isLessThan(200);
    }

    private static double left(Locator shown) {
        return shown.boundingBox().x;
    }

    private static double right(Locator shown) {
        return shown.boundingBox().x + shown.boundingBox().width;
    }

    /** The paths, with the width, whose page is wider than the window. */
    private static List<String> sideways(Page page, String... paths) {
        List<String> found = new ArrayList<>();
        for (String path : paths) {
            page.navigate(address(path));
            for (int width : new int[] {360, 768, 1280, 1920}) {
                page.setViewportSize(width, 800);
                Object overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth");
                if (((Number) overflow).intValue() > 0) {
                    found.add(path + " at " + width);
                }
            }
        }
        return found;
    }

    private static Page loggedIn(Browser.NewContextOptions options, String path) {
        BrowserContext context = browser.newContext(options);
        Page page = context.newPage();
        page.onConsoleMessage(MonitorPageIT::listen);
        page.onPageError(complaints::add);
        page.navigate(address(path));
        page.locator("#key").fill(KEY);
        page.locator("main button.primary").click();
        page.waitForURL(address(path));
        return page;
    }

    private static void listen(ConsoleMessage message) {
        if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
        }
    }

    private static Browser.NewContextOptions options() {
        return new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("Asia/Shanghai");
    }

    /** Waits a moment for it to become true. */
    private static LocatorAssertions shown(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + tomcat.monitorPort() + path;
    }

    private static void call(String question) throws IOException, InterruptedException {
        call(MODEL, question);
    }

    private static void call(String model, String question) throws IOException, InterruptedException {
        HttpClient.newHttpClient().send(question("/chat/completions", model, question), BodyHandlers.discarding());
    }

    private static HttpRequest question(String path, String model, String question) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tomcat.relayPort() + "/v1" + path))
                .header("Authorization", "Bearer sk-or-v1-alice-0123456789")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}"))
                .build();
    }
}

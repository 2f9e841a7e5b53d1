package io.github.openrouterproxy.monitor.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Cost;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.dao.figures.Figures.Tokens;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.overview.ChartView.Line;
import io.github.openrouterproxy.monitor.overview.ChartView.TimeTick;
import io.github.openrouterproxy.monitor.overview.ChartView.ValueTick;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import io.github.openrouterproxy.monitor.views.Theme;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChartsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CALLS = 0;
    private static final int TIME = 1;
    private static final int COST = 4;

    @Test
    void aSingleCallTakesUpNoMoreThanItsStretchOfTheSpan() {
        ChartView chart = charts(MIDNIGHT, List.of(bucket(11, 1, 250, null))).get(CALLS);

        assertThat(chart.bars()).hasSize(1);
        assertThat(Double.parseDouble(chart.bars().get(0).width())).isLessThan(ChartView.WIDTH / 12.0);
        assertThat(chart.bars().get(0).x()).isEqualTo("511.2");
    }

    @Test
    void ofEverythingTheFirstRecordIsTheBeginningButNeverOfAFewStretchesOnly() {
        assertThat(TimeAxis.of(null, List.of(bucket(3, 1, 1, null)), Duration.ofMinutes(5), NOON))
                .isEqualTo(new TimeAxis(MIDNIGHT.plus(HOUR.multipliedBy(3)), Duration.ofMinutes(5), 109));
        assertThat(TimeAxis.of(null, List.of(bucket(12, 1, 1, null)), HOUR, NOON))
                .isEqualTo(new TimeAxis(NOON.minus(HOUR.multipliedBy(11)), HOUR, 12));
    }

    @Test
    void aLineIsBrokenWhereNothingWasMeasuredAndALonePointIsADot() {
        ChartView chart = charts(
                        MIDNIGHT,
                        List.of(
                                bucket(1, 1, 100, null),
                                bucket(2, 1, 200, null),
                                bucket(3, 1, null, null),
                                bucket(5, 1, 200, null)))
                .get(TIME);

        assertThat(chart.lines())
                .filteredOn(line -> line.kind().equals("one"))
                .containsExactly(
                        new Line("69.2,60.0 115.4,0.0", "one", "stroke"),
                        new Line("253.8,0.0 253.81,0.0", "one", "dot"));
    }

    @Test
    void withoutAnyCostTheChartOfCostsSaysSoInsteadOfShowingOne() {
        List<ChartView> charts = charts(MIDNIGHT, List.of(bucket(11, 3, 250, null)));

        assertThat(charts.get(COST).isEmpty()).isTrue();
        assertThat(charts.get(COST).values()).isEmpty();
        assertThat(charts(MIDNIGHT, List.of(bucket(11, 3, 250, 2_100L)))
                        .get(COST)
                        .isEmpty())
                .isFalse();
    }

    @Test
    void aSpanWithoutCallsHasEmptyCharts() {
        assertThat(charts(MIDNIGHT, List.of())).hasSize(5).allMatch(ChartView::isEmpty);
    }

    @Test
    void theTimesBelowAreRoundAndCoverTheSpan() {
        assertThat(charts(MIDNIGHT, List.of(bucket(11, 1, 250, null)))
                        .get(CALLS)
                        .times())
                .extracting(TimeTick::text)
                .containsExactly("00:00", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00");
        assertThat(new TimeAxis(MIDNIGHT.minus(Duration.ofDays(30)), Duration.ofDays(1), 31).ticks())
                .extracting(TimeTick::text)
                .containsExactly("10-24", "10-29", "11-03", "11-08", "11-13", "11-18");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,4", "7,10", "10,10", "11,15", "31,40", "100,100", "999999,1000000"})
    void theValuesAtTheSideAreAtMostThreeRoundNumbers(long greatest, long top) {
        ValueAxis axis = ValueAxis.ofNumbers(greatest);

        assertThat(axis.top()).isEqualTo(top);
        assertThat(axis.top() / axis.step()).isBetween(1L, 3L);
    }

    @Test
    void theTimesAtTheSideAreAsOnAClock() {
        assertThat(texts(Duration.ofMillis(870))).containsExactly("500 ms", "1 s");
        assertThat(texts(Duration.ofSeconds(100))).containsExactly("1 min", "2 min");
        assertThat(texts(Duration.ofMinutes(50))).containsExactly("20 min", "40 min", "1 h");
    }

    private static List<String> texts(Duration greatest) {
        ChartView chart = charts(MIDNIGHT, List.of(bucket(11, 1, (int) greatest.toMillis(), null)))
                .get(TIME);
        return chart.values().stream().map(ValueTick::text).toList();
    }

    private static List<ChartView> charts(Instant from, List<Bucket> buckets) {
        Ui ui = new Ui(
                "",
                Texts.in(Language.ENGLISH),
                Theme.SYSTEM,
                new Viewer.Auditor("auditor"),
                "token",
                "/",
                NOON,
                name -> name);
        return Charts.of(from, buckets, List.of(new ModelFigures("some/model", Figures.NONE)), HOUR, ui);
    }

    private static Bucket bucket(int hour, long calls, @Nullable Integer millis, @Nullable Long nanos) {
        Duration time = millis == null ? null : Duration.ofMillis(millis);
        Figures figures = new Figures(
                calls,
                0,
                0,
                0,
                100.0,
                new Spread(time, time, time, time),
                Spread.NONE,
                Tokens.UNKNOWN,
                new Cost(nanos, null),
                null);
        return new Bucket(
                MIDNIGHT.plus(HOUR.multipliedBy(hour)), figures, List.of(new ModelFigures("some/model", figures)));
    }
}

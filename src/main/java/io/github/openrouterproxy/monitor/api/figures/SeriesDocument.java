package io.github.openrouterproxy.monitor.api.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.monitor.access.SeriesQuery;
import java.time.Instant;
import java.util.List;

/**
 * The answer to {@code GET /api/stats/series}, oldest first; stretches without calls are left out.
 *
 * @param bucketMs how long a stretch is
 * @param complete as in {@link StatsDocument}
 */
record SeriesDocument(long bucketMs, List<Point> series, boolean complete) {
    static SeriesDocument of(SeriesQuery query, Listing<Bucket> buckets) {
        return new SeriesDocument(
                query.bucket().toMillis(),
                buckets.rows().stream()
                        .map(bucket -> new Point(
                                bucket.start(),
                                FiguresDocument.of(bucket.figures()),
                                ModelDocument.all(bucket.models())))
                        .toList(),
                buckets.complete());
    }

    /** One stretch. */
    record Point(Instant start, @JsonUnwrapped FiguresDocument figures, List<ModelDocument> models) {}
}

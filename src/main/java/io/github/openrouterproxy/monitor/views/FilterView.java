package io.github.openrouterproxy.monitor.views;

import java.util.List;
import java.util.Map;

/**
 * The filter form of the list.
 *
 * @param values by parameter, what the form's fields hold now
 * @param chips what is filtered by, beside the search text
 */
public record FilterView(Map<String, String> values, List<ChipView> chips, String clearHref) {
    public static FilterView of(Query filter, Ui ui) {
        List<ChipView> chips = filter.parameters().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("search"))
                .map(parameter -> new ChipView(
                        ui.text("filter." + parameter.getKey()),
                        ui.option(parameter.getKey(), parameter.getValue()),
                        ui.url(filter.without(parameter.getKey()).on("/requests"))))
                .toList();
        return new FilterView(filter.parameters(), chips, ui.url("/requests"));
    }

    /** @param removeHref the list without this criterion */
    public record ChipView(String label, String value, String removeHref) {}
}

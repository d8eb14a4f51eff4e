// What of a session can be plotted by groups, and what the settings of the page come to there.
#pragma once

#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "ui/session/plot_state.h"
#include "ui/views/compare/plot_run.h"

namespace regulus {

class Session;

struct PlotChoices {
    struct Column {
        std::string column;
        QString title;
        bool operator==(const Column&) const = default;
    };
    std::vector<Column> columns;   // with between 2 and most_groups_plotted groups
    bool compared = false;         // what Compare compares can be chosen, or is
    std::vector<ValuesOf> values;  // that can be read
    bool model = false;            // attention is a trained model's

    bool offers(const std::string& column) const;
    bool operator==(const PlotChoices&) const = default;
};
inline constexpr std::size_t most_groups_plotted = 100, most_names_plotted = 100;

PlotChoices plotChoices(const Session& session);
// With the columns and values that take the place of those that were not chosen, or that are not there; "" of
// columns where there are none.
PlotSettings resolved(const Session& session, const PlotChoices& choices, PlotSettings settings);
// Whether one of the words is a name among these values; of a model that reads genes that is not known.
bool knowsAny(const Session& session, ValuesOf of, const QStringList& words);
// Of resolved settings. `names`: those to be plotted; none: the markers of each group. nullopt while
// something is missing.
std::optional<PlotInputs> plotInputs(const Session& session, const PlotSettings& settings,
                                     const std::vector<std::string>& names);

}  // namespace regulus

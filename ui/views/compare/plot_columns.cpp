#include "ui/views/compare/plot_columns.h"

#include <algorithm>
#include <vector>

#include "ui/session/session.h"

namespace regulus {
namespace {

bool areDonors(const Session& session, const std::string& column) {
    return std::ranges::find(session.opened().batchColumns, column, &ColumnGuess::name) !=
           session.opened().batchColumns.end();
}

bool namedAsCondition(const QString& title) {
    const QString name = title.toLower();
    if (name.startsWith(QLatin1String("stim"))) return true;
    const auto words = {"condition", "disease",   "diagnosis", "treat",     "status",
                        "genotype",  "phenotype", "perturb",   "timepoint", "time_point"};
    return std::ranges::any_of(words, [&](const char* word) { return name.contains(QLatin1String(word)); });
}

std::size_t valuesOf(const Session& session, const std::string& column) {
    const std::vector<std::size_t>& sizes = session.groups().sizes(column);
    return std::size_t(std::ranges::count_if(sizes, [](std::size_t cells) { return cells > 0; }));
}

// Whether all cells of a donor have the same value, and some donors share one.
bool divides(const Session& session, const std::string& column, const std::string& donors) {
    const auto values = session.groups().categorical(column), who = session.groups().categorical(donors);
    if (!values || !who || valuesOf(session, column) >= valuesOf(session, donors)) return false;
    std::vector<std::int32_t> of(who->categories.size(), -1);
    for (std::size_t cell = 0; cell < who->codes.size(); ++cell) {
        const std::int32_t donor = who->codes[cell], value = values->codes[cell];
        if (donor < 0 || value < 0) continue;
        std::int32_t& first = of[std::size_t(donor)];
        if (first < 0) first = value;
        if (first != value) return false;
    }
    return true;
}

std::string groupsOf(const PlotSettings& settings) {
    return settings.compared ? std::string() : settings.column;
}

}  // namespace

std::string usualDonors(const Session& session, const PlotChoices& choices, const PlotSettings& settings) {
    for (const ColumnGuess& guess : session.opened().batchColumns)
        if (guess.name != settings.across && guess.name != settings.column && choices.offers(guess.name))
            return guess.name;
    return {};
}

std::string usualAcross(const Session& session, const PlotChoices& choices, const PlotSettings& settings) {
    const std::string donors = choices.offers(settings.donors) && settings.donors != groupsOf(settings)
                                   ? settings.donors
                                   : usualDonors(session, choices, settings);
    std::vector<PlotChoices::Column> others;
    for (const PlotChoices::Column& one : choices.columns)
        if (one.column != groupsOf(settings) && one.column != donors && one.column != predicted_column &&
            !areDonors(session, one.column))
            others.push_back(one);
    for (const PlotChoices::Column& one : others)
        if (namedAsCondition(one.title)) return one.column;
    if (!donors.empty())
        for (const PlotChoices::Column& one : others)
            if (divides(session, one.column, donors)) return one.column;
    if (!donors.empty() && settings.look.kind == PlotKind::Donors && !others.empty())
        return std::ranges::min(others, {}, [&](const auto& one) { return valuesOf(session, one.column); })
            .column;
    for (const auto* guesses : {&session.opened().batchColumns, &session.opened().labelColumns})
        for (const ColumnGuess& guess : *guesses)
            if (guess.name != groupsOf(settings) && guess.name != settings.donors &&
                choices.offers(guess.name))
                return guess.name;
    return {};
}

}  // namespace regulus

#include "ui/views/compare/plot_choices.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/session/session.h"
#include "ui/session/workspace_groups.h"
#include "ui/views/compare/plot_columns.h"

namespace regulus {
namespace {

constexpr std::size_t markers_of_each = 3;

QString titleOf(const std::string& column) {
    return column == predicted_column ? QCoreApplication::translate("GroupPlotsView", "prediction")
                                      : QString::fromStdString(column);
}

bool canBePlotted(const Session& session, const std::string& column) {
    const std::vector<std::size_t>& sizes = session.groups().sizes(column);
    const auto groups = std::count_if(sizes.begin(), sizes.end(), [](std::size_t n) { return n > 0; });
    return groups > 1 && groups <= static_cast<std::ptrdiff_t>(most_groups_plotted);
}

// Numbers mark no group: the scores that were made here, else the first columns of the file.
std::vector<std::string> usualColumns(const Session& session) {
    constexpr std::size_t most = 12;
    std::vector<std::string> names;
    for (const OwnColumn& column : session.opened().own)
        if (column.numbers) names.push_back(column.name);
    if (names.empty())
        for (const Column& column : session.opened().dataset->obs.columns)
            if (column.numeric()) names.push_back(column.name);
    if (names.size() > most) names.resize(most);
    return names;
}

PlotGroups groupsOf(const Session& session, const std::string& column) {
    PlotGroups groups;
    if (column.empty()) return groups;
    groups.column = column;
    groups.title = titleOf(column).toStdString();
    groups.categories = session.groups().categorical(column);
    groups.among = workspaceCells(session);
    return groups;
}

}  // namespace

bool PlotChoices::offers(const std::string& column) const {
    return std::ranges::find(columns, column, &Column::column) != columns.end();
}

PlotChoices plotChoices(const Session& session) {
    PlotChoices choices;
    choices.compared = session.comparison().setup().complete() || session.plots().settings().compared;
    for (const std::string& column : session.groups().listed())
        if (canBePlotted(session, column)) choices.columns.push_back({column, titleOf(column)});
    for (const ValuesOf of : {ValuesOf::Genes, ValuesOf::Activity, ValuesOf::Attention, ValuesOf::Columns})
        if (of == ValuesOf::Genes || plotValues(session, of)) choices.values.push_back(of);
    choices.model = session.model().file != nullptr;
    return choices;
}

PlotSettings resolved(const Session& session, const PlotChoices& choices, PlotSettings settings) {
    const auto known = [&](std::string& column) {
        if (!choices.offers(column)) column.clear();
    };
    for (std::string* column : {&settings.column, &settings.split, &settings.across}) known(*column);
    if (settings.column.empty() && choices.offers(session.opened().labelColumn()))
        settings.column = session.opened().labelColumn();
    if (settings.column.empty() && !choices.columns.empty()) settings.column = choices.columns.front().column;
    if (!settings.compared && settings.across == settings.column) settings.across.clear();
    if (settings.across.empty() && ofComposition(settings.look.kind))
        settings.across = usualAcross(session, choices, settings);
    if (!choices.offers(settings.donors) || settings.donors == settings.across ||
        (!settings.compared && settings.donors == settings.column))
        settings.donors = usualDonors(session, choices, settings);
    if (std::ranges::find(choices.values, settings.values) == choices.values.end())
        settings.values = ValuesOf::Genes;
    return settings;
}

bool knowsAny(const Session& session, ValuesOf of, const QStringList& words) {
    const auto values = plotValues(session, of);
    if (!values || values->context) return false;
    const std::vector<std::string> names = namesOf(*values);
    return std::ranges::any_of(words, [&](const QString& word) {
        return std::ranges::find(names, word.toStdString()) != names.end();
    });
}

std::optional<PlotInputs> plotInputs(const Session& session, const PlotSettings& settings,
                                     const std::vector<std::string>& names) {
    PlotInputs inputs;
    const PlotLook& look = settings.look;
    inputs.groups = groupsOf(session, settings.column);
    if (settings.compared) {
        inputs.groups = {};
        inputs.groups.compared = comparisonInputs(session, ComparedBy::Genes);
    }
    inputs.composition = ofComposition(look.kind);
    inputs.split = groupsOf(session, inputs.composition ? settings.across : settings.split);
    if (!inputs.groups.chosen()) return std::nullopt;
    if (inputs.composition) {
        inputs.groupsDown = groupsAreRows(look);
        return inputs.split.chosen() ? std::optional(inputs) : std::nullopt;
    }
    inputs.values = plotValues(session, settings.values);
    if (!inputs.values) return std::nullopt;
    inputs.names = names;
    if (names.empty() && settings.values == ValuesOf::Columns) inputs.names = usualColumns(session);
    if (inputs.names.size() > most_names_plotted) inputs.names.resize(most_names_plotted);
    std::ranges::sort(inputs.names);  // another order of them is another picture of the same numbers
    if (inputs.names.empty()) inputs.markers = markers_of_each;
    return inputs;
}

}  // namespace regulus

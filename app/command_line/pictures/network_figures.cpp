#include "app/command_line/pictures/network_figures.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/workflow/model_prior.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_names.h"
#include "ui/figures/network/network_figure.h"
#include "ui/figures/network/target_reading.h"

namespace regulus {
namespace {

// What is looked at, as the inspector calls it.
struct Looked {
    QString name;
    CellSet cells;
};

std::vector<Looked> looked_at(const Table& obs, std::size_t cells, const SideOptions& options) {
    if (options.of.empty()) return {{QStringLiteral("All cells"), CellSet::all(cells)}};
    CellGroups sides = sides_of(obs, options, all_cells(cells));
    name_by_values(sides, options);
    std::vector<Looked> looked;
    for (std::size_t side = 0; side < (options.against.empty() ? 1U : 2U); ++side) {
        looked.push_back({QString::fromStdString(sides.names[side]), CellSet(cells)});
        for (std::size_t c = 0; c < cells; ++c)
            if (sides.codes[c] == static_cast<std::int32_t>(side)) looked.back().cells.insert(c);
    }
    return looked;
}

[[noreturn]] void refuse(const std::string& tf, bool model) {
    throw Error(ErrorKind::Usage,
                "'" + tf + "' is not among the TFs " + (model ? "of the model" : "that are read"), {},
                model ? "regulus explain lists them" : "A TF needs five targets among the genes");
}

struct Read {
    std::vector<ReaderTargets> sides;
    bool reader = false;
};

Read read_by_reader(const TfReader& reader, std::span<const std::string> names, const std::string& tf,
                    const MatrixSource& expression, const std::vector<Looked>& looked,
                    std::vector<std::string>& members, bool model, Job& job) {
    const std::vector<std::string> columns = column_names(reader.families, reader.regulons.tfs);
    const auto found = std::ranges::find(columns, tf);
    if (found == columns.end()) refuse(tf, model);
    const std::vector<std::size_t> tfs =
        reader.families.members_of(static_cast<std::size_t>(found - columns.begin()));
    for (const std::size_t t : tfs) members.push_back(reader.reader.regulons.tfs[t]);
    Read read{{}, true};
    for (const Looked& side : looked)
        read.sides.push_back(
            readerTargets(reader.reader, tfs, names, expression, spreadSample(side.cells, most_read), job));
    return read;
}

Read read_targets(const FigureSubject& subject, const std::string& tf,
                  const std::optional<RegulatoryNetwork>& prior, const GeneRequest& genes,
                  const std::vector<Looked>& looked, std::vector<std::string>& members, Console& console,
                  Job& job) {
    const ModelFile* const model = subject.context.model.get();
    const ModelInput& input = subject.context.input;
    if (!model) {
        const RegulonInput found = prepare_regulons(*subject.opened.dataset, *prior, {genes, {}, {}});
        for (const std::string& warning : found.warnings) console.warn(warning);
        PartJob making(job, 0, 0.8), reading(job, 0.8, 1);
        const TfReader reader = make_prior_reader(*found.expression, found.genes, *prior, {}, making);
        return read_by_reader(reader, tokenNames(reader.reader, found.genes), tf, *found.expression, looked,
                              members, false, reading);
    }
    if (model->reader) {
        const TfReader reader = model_tf_reader(*model, input.match, input.genes.size());
        return read_by_reader(reader, model->genes, tf, *input.expression, looked, members, true, job);
    }
    const std::vector<std::string> tfs = attended_tf_names(*model);
    if (std::ranges::find(tfs, tf) == tfs.end()) refuse(tf, true);
    members.push_back(tf);
    const auto token = static_cast<std::int32_t>(std::ranges::find(model->genes, tf) - model->genes.begin());
    Read read;
    for (const Looked& side : looked)
        read.sides.push_back(
            {targetRows(subject.context, spreadSample(side.cells, most_read), token, {}, job)});
    return read;
}

}  // namespace

MadeFigure network_figure(const FigureSubject& subject, const std::string& tf, const SideOptions& options,
                          const std::optional<RegulatoryNetwork>& prior, const GeneRequest& genes,
                          Console& console, Job& job) {
    if (prior && subject.context.model && another_prior(&*prior, subject.context.model->record))
        throw Error(ErrorKind::Usage, "The model did not learn from this prior, or not from all of it",
                    prior->name,
                    "Give the prior that it learned from, with the same filters, or leave it out");
    const Dataset& dataset = *subject.opened.dataset;
    const std::vector<Looked> looked = looked_at(dataset.obs, dataset.cells(), options);
    std::vector<std::string> members;
    Read read = read_targets(subject, tf, prior, genes, looked, members, console, job);
    const QString name = QString::fromStdString(tf);
    const bool pair = looked.size() > 1, several = members.size() > 1;
    QString summary;
    if (read.reader)
        summary = pair ? evidenceSummary(name, several, read.sides[0], looked[0].name, read.sides[1],
                                         looked[1].name)
                       : evidenceSummary(name, several, read.sides[0], looked[0].cells.count());
    QStringList cells;
    for (std::size_t side = 0; side < looked.size(); ++side) {
        if (prior) addPrior(read.sides[side].rows, *prior, members);
        cells << targetCellsText(looked[side].name, looked[side].cells.count());
    }
    NetworkPicture picture =
        networkPicture(name,
                       pair ? targetPairs(std::move(read.sides[0].rows), std::move(read.sides[1].rows))
                            : alone(std::move(read.sides[0].rows)),
                       pair);
    if (pair) picture.first = looked[0].name, picture.second = looked[1].name;
    picture.cells = cells.join(QStringLiteral("; "));
    picture.summary = summary;
    if (prior) picture.given = evidence_given(*prior);
    picture.simulated = simulated(subject);
    return {nullptr, std::make_shared<NetworkFigure>(picture), [picture] { return networkNumbers(picture); }};
}

}  // namespace regulus

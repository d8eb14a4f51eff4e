#include "ui/views/compare/comparison_run.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/data/selected_genes.h"
#include "core/workflow/groups_of_sets.h"
#include "ui/figures/shown_genes.h"
#include "ui/models/number_text.h"
#include "ui/session/session.h"

namespace regulus {
namespace {

constexpr std::size_t least_cells = 3;
// The name that notes know the predicted classes by, as `regulus predict` writes them.
constexpr const char* prediction_name = "regulus_prediction";

const std::string& nameOfColumn(const std::string& column) {
    static const std::string prediction = prediction_name;
    return column == predicted_column ? prediction : column;
}

void checkSize(const QString& side, std::size_t cells) {
    if (cells >= least_cells) return;
    throw Error(ErrorKind::Data,
                QCoreApplication::translate("CompareView", "%1 has %2, and a test takes %3")
                    .arg(side, countText(cells, QStringLiteral("cell"), QStringLiteral("cells")))
                    .arg(least_cells)
                    .toStdString(),
                {}, "Choose more cells");
}

CellGroups groupsOf(const ComparisonInputs& inputs) {
    const ComparisonSetup& setup = inputs.setup;
    const std::size_t cells = inputs.dataset->cells();
    if (setup.allGroups)
        return groups_of_categories(*inputs.categories, nameOfColumn(setup.column),
                                    inputs.visible.universe() > 0 ? inputs.visible : CellSet::all(cells));
    const ComparedSets sets = setsOf(setup, inputs.visible, inputs.categories.get(), cells);
    checkSize(QStringLiteral("A"), sets.a.count());
    checkSize(setup.b.chosen() ? QStringLiteral("B") : QStringLiteral("The rest"), sets.b.count());
    CellGroups groups = two_sets(sets.a, setup.a.name.toStdString(), sets.b,
                                 setup.b.chosen() ? setup.b.name.toStdString() : std::string("all others"));
    if (sets.withoutValue > 0)
        groups.warnings.push_back(
            QCoreApplication::translate("CompareView", "%1 without a value of %2 left out of the rest")
                .arg(countText(sets.withoutValue, QStringLiteral("cell"), QStringLiteral("cells")),
                     QString::fromStdString(nameOfColumn(setup.a.column)))
                .toStdString());
    // Of one column alone, so that the notes can tell what its groups are.
    if (!setup.b.chosen() || setup.a.column == setup.b.column) groups.column = nameOfColumn(setup.a.column);
    return groups;
}

ComparedValues genesOf(const ComparisonInputs& inputs) {
    return shownGenes(*inputs.dataset, inputs.choices, inputs.genes.get(), inputs.expression);
}

// The columns of the genes that are TFs of the reader.
std::vector<std::uint32_t> tfColumns(const std::vector<std::string>& genes, const TfReader& reader) {
    std::vector<std::string> tfs = reader.regulons.tfs;
    std::ranges::sort(tfs);
    std::vector<std::uint32_t> columns;
    for (std::uint32_t gene = 0; gene < genes.size(); ++gene)
        if (std::ranges::binary_search(tfs, genes[gene])) columns.push_back(gene);
    if (columns.empty())
        throw Error(ErrorKind::Data, "None of the TFs is among the genes of the dataset", {},
                    "Choose another prior, or other names of the genes");
    return columns;
}

ComparedValues valuesOf(const ComparisonInputs& inputs, std::vector<std::uint32_t>& columns) {
    switch (inputs.by) {
        case ComparedBy::Activity:
            return compared_activity(inputs.read, inputs.reader->regulons);
        case ComparedBy::Attention:
            return inputs.context ? compared_choice(inputs.context->input, inputs.context->predictor)
                                  : compared_attention(inputs.read, *inputs.reader);
        case ComparedBy::TfExpression: {
            ComparedValues values = genesOf(inputs);
            columns = tfColumns(values.names, *inputs.reader);
            std::vector<std::string> names;
            for (const std::uint32_t column : columns) names.push_back(values.names[column]);
            values.names = std::move(names);
            values.matrix = selected_genes(values.matrix, columns);
            return values;
        }
        case ComparedBy::Genes:
            break;
    }
    return genesOf(inputs);
}

// What cannot be compared by donors is told, and compared by cells all the same.
void compareDonors(ComparisonResult& result, const ComparisonInputs& inputs,
                   const std::vector<std::uint32_t>& columns, Job& job) {
    if (!result.ofGenes()) {
        result.donorsProblem = QCoreApplication::translate(
            "CompareView", "Donors are compared by counts of genes, not by what is read of TFs.");
        return;
    }
    DonorOptions options;
    options.donors = inputs.setup.donors;
    options.assay = inputs.choices.assay;
    try {
        DonorComparison donors = compare_donors(*withOwnColumns(inputs.dataset, inputs.own),
                                                result.cells.groups, inputs.choices.genes, options, job);
        std::vector<std::int32_t> places;
        if (!columns.empty()) {
            places.assign(donors.names.size(), -1);
            for (std::size_t i = 0; i < columns.size(); ++i)
                places[columns[i]] = static_cast<std::int32_t>(i);
        }
        addDonors(result, std::move(donors), places);
    } catch (const Error& error) {
        result.donorsProblem = QCoreApplication::translate("CompareView", "Not compared over donors: %1.")
                                   .arg(QString::fromStdString(error.problem()));
    }
}

// Colours change nothing.
bool sameColumn(const std::shared_ptr<const Categorical>& one,
                const std::shared_ptr<const Categorical>& other) {
    if (one == other) return true;
    return one && other && one->categories == other->categories && one->codes == other->codes &&
           one->ordered == other->ordered;
}

}  // namespace

bool ComparisonInputs::operator==(const ComparisonInputs& other) const {
    return by == other.by && dataset == other.dataset && own == other.own && setup == other.setup &&
           visible == other.visible && sameColumn(categories, other.categories) && genes == other.genes &&
           expression == other.expression && read == other.read && reader == other.reader &&
           context == other.context && model == other.model;
}

bool canCompareBy(const Session& session, ComparedBy by) {
    if (by == ComparedBy::Genes) return session.opened().dataset != nullptr;
    const ModelState& model = session.model();
    if (by == ComparedBy::Attention && model.file && !model.readsRegulons()) return model.context != nullptr;
    return session.tfResults() != nullptr && session.tfExpression() != nullptr;
}

std::optional<ComparisonInputs> comparisonInputs(const Session& session, ComparedBy by) {
    const OpenedState& opened = session.opened();
    const ModelState& model = session.model();
    ComparisonInputs inputs;
    inputs.setup = session.comparison().setup();
    inputs.setup.filters = {};  // of the rows
    if (!canCompareBy(session, by) || !inputs.setup.complete()) return std::nullopt;
    inputs.by = by;
    inputs.dataset = opened.dataset;
    if (!inputs.setup.donors.empty()) inputs.own = opened.own;
    if (inputs.setup.visibleOnly) inputs.visible = session.cells().visible();
    const std::string& column = inputs.setup.allGroups ? inputs.setup.column : inputs.setup.a.column;
    if (!column.empty()) inputs.categories = session.groups().categorical(column);
    if (inputs.setup.allGroups && !inputs.categories) return std::nullopt;
    if (by == ComparedBy::Genes || by == ComparedBy::TfExpression) {
        inputs.genes = opened.genes.names;
        inputs.expression = opened.expression;
        inputs.choices = opened.choices;
        inputs.choices.prior.reset();  // names are there already
    }
    if (by == ComparedBy::Genes) return inputs;
    if (by == ComparedBy::Attention) inputs.model = model.file;
    if (by == ComparedBy::Attention && model.file && !model.readsRegulons()) {
        inputs.context = model.context;
        return inputs;
    }
    inputs.reader = session.tfResults()->reader;
    inputs.read = session.tfExpression();
    return inputs;
}

ComparedSets setsOf(const ComparisonSetup& setup, const CellSet& visible, const Categorical* categories,
                    std::size_t cells) {
    const CellSet among = visible.universe() > 0 ? visible : CellSet::all(cells);
    ComparedSets sets{setup.a.chosen() ? setup.a.cells & among : CellSet(cells), CellSet(cells), {}, 0};
    if (setup.b.chosen()) {
        sets.b = setup.b.cells & among;
    } else if (setup.a.chosen()) {
        sets.b = among - sets.a;
        // Nobody knows which group a cell without a value belongs to.
        if (categories != nullptr) {
            const CellSet without = sets.b & cells_without_label(*categories);
            sets.withoutValue = without.count();
            sets.b -= without;
        }
    }
    sets.shared = sets.a & sets.b;
    return sets;
}

CellGroups comparedGroups(const ComparisonInputs& inputs) {
    return groupsOf(inputs);
}

ComparisonResult runComparison(const ComparisonInputs& inputs, Job& job, const ComparisonSoFar& soFar) {
    begin_heavy_work("comparison");
    ComparisonResult result;
    const bool donors = !inputs.setup.donors.empty();
    CellGroups groups = groupsOf(inputs);
    std::vector<std::uint32_t> columns;
    const ComparedValues values = valuesOf(inputs, columns);
    const double tested = values.rewired ? 0.4 : donors ? 0.6 : 1;
    PartJob testing(job, 0, tested), adding(job, tested, 1);
    ComparisonOptions options;
    options.min_cells = least_cells;
    const auto tell = [&](GroupComparison cells) {
        auto some = std::make_shared<ComparisonResult>();
        some->cells = std::move(cells);
        some->cells.whole = false;
        soFar(std::move(some));
    };
    if (values.of == ValuesOf::Genes) options.so_far = tell;
    result.cells =
        compare_cells(values, std::move(groups), inputs.dataset->obs, inputs.model.get(), options, testing);
    if ((donors && result.ofGenes()) || values.rewired) tell(result.cells);
    if (values.rewired) compare_rewired_priors(result.cells, values, rewired_priors, adding);
    if (donors) compareDonors(result, inputs, columns, adding);
    return result;
}

}  // namespace regulus

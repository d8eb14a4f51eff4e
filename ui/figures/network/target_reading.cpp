#include "ui/figures/network/target_reading.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/render/palettes.h"

namespace regulus {

std::vector<std::uint32_t> spreadSample(const CellSet& cells, std::size_t most) {
    std::vector<std::uint32_t> rows = cells.rows();
    if (rows.size() <= most) return rows;
    std::vector<std::uint32_t> sample(most);
    for (std::size_t i = 0; i < most; ++i) sample[i] = rows[i * rows.size() / most];
    return sample;
}

std::vector<float> meanExpression(const MatrixSource& expression, std::span<const std::uint32_t> cells,
                                  Job& job) {
    std::vector<double> sums(expression.genes(), 0.0);
    constexpr std::size_t block = 256;
    for (std::size_t begin = 0; begin < cells.size(); begin += block) {
        job.checkpoint();
        const CsrMatrix values = expression.rows(cells.subspan(begin, std::min(block, cells.size() - begin)));
        for (std::size_t i = 0; i < values.stored(); ++i)
            sums[std::size_t(values.columns[i])] += double(values.values[i]);
    }
    std::vector<float> means(sums.size(), std::nanf(""));
    if (cells.empty()) return means;
    for (std::size_t g = 0; g < sums.size(); ++g) means[g] = float(sums[g] / double(cells.size()));
    return means;
}

std::vector<TargetRow> targetRows(const ModelContext& context, std::span<const std::uint32_t> cells,
                                  std::int32_t tf, const AttentionOptions& options, Job& job) {
    const std::vector<TargetAttention> targets = target_attention(
        *context.predictor, *context.input.expression, context.input.match, cells, tf, options, job);
    const std::vector<float> means = meanExpression(*context.input.expression, cells, job);
    std::vector<TargetRow> rows;
    rows.reserve(targets.size());
    for (const TargetAttention& target : targets) {
        TargetRow row{QString::fromStdString(target.gene),
                      target.token,
                      target.sign,
                      double(target.attention),
                      double(target.uniform),
                      double(target.pooling),
                      std::nan(""),
                      target.regulators};
        const std::int32_t column = context.input.match.columns[std::size_t(target.token)];
        if (column >= 0) row.expression = double(means[std::size_t(column)]);
        rows.push_back(std::move(row));
    }
    return rows;
}

ReaderTargets readerTargets(const RegulonReader& reader, std::span<const std::size_t> tfs,
                            std::span<const std::string> names, const MatrixSource& expression,
                            std::span<const std::uint32_t> cells, Job& job) {
    std::vector<int> regulators(reader.genes.size(), 0);
    for (const std::int32_t target : reader.regulons.targets) ++regulators[std::size_t(target)];
    ReaderTargets found;
    std::map<std::int32_t, TargetRow> rows;  // by token
    const double share = 1 / double(tfs.size());
    for (const std::size_t tf : tfs) {
        const EvidenceParts parts = evidence_parts(reader, tf, expression, cells, job);
        found.own += share * parts.own;
        found.evidence += share * (parts.own + parts.constant);
        const auto targets = reader.regulons.targets_of(tf);
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const std::int8_t sign = reader.regulons.weights_of(tf)[i] < 0 ? -1 : 1;
            const auto [at, fresh] = rows.try_emplace(targets[i]);
            TargetRow& row = at->second;
            row.gene = QString::fromStdString(names[std::size_t(targets[i])]);
            row.token = targets[i];
            row.sign = fresh || row.sign == sign ? sign : std::int8_t(0);
            row.evidence = (fresh ? 0 : row.evidence) + share * parts.targets[i];
            row.expression = parts.expression[i];
            row.regulators = regulators[std::size_t(targets[i])];
            found.evidence += share * parts.targets[i];
        }
    }
    for (auto& [token, row] : rows) found.rows.push_back(std::move(row));
    return found;
}

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("NetworkPicture", text);
}

}  // namespace

QString evidenceSummary(const QString& tf, bool several, const ReaderTargets& targets, std::size_t cells) {
    const QString where = cells == 1          ? tr("in this cell")
                          : most_read < cells ? tr("mean of %1 of the cells").arg(countText(most_read))
                                              : tr("mean of the cells");
    return (several ? tr("Evidence for %1, mean of these TFs: %2 (%3), %4 of it from their own mRNA.")
                    : tr("Evidence for %1: %2 (%3), %4 of it from its own mRNA."))
        .arg(tf, valueText(targets.evidence), where, valueText(targets.own));
}

QString evidenceSummary(const QString& tf, bool several, const ReaderTargets& first, const QString& firstName,
                        const ReaderTargets& second, const QString& secondName) {
    return (several
                ? tr("Evidence for %1, mean of these TFs: %2 in %3, %4 in %5; from their own mRNA %6 and %7.")
                : tr("Evidence for %1: %2 in %3, %4 in %5; from its own mRNA %6 and %7."))
        .arg(tf, valueText(first.evidence), firstName, valueText(second.evidence), secondName,
             valueText(first.own), valueText(second.own));
}

std::vector<std::string> tokenNames(const RegulonReader& reader, std::span<const std::string> genes) {
    std::vector<std::string> names;
    for (const std::int32_t column : reader.genes) names.push_back(genes[std::size_t(column)]);
    return names;
}

QString targetCellsText(const QString& name, std::size_t cells) {
    if (cells == 1) return name;
    return cells > most_read
               ? tr("%1, mean of %2 of %3 cells").arg(name, countText(most_read), countText(cells))
               : tr("%1, mean of %2 cells").arg(name, countText(cells));
}

void addPrior(std::vector<TargetRow>& rows, const RegulatoryNetwork& prior,
              std::span<const std::string> tfs) {
    const std::vector<EdgeEvidence> edges = targets_of(prior, tfs);
    for (TargetRow& row : rows) {
        const auto found = std::ranges::lower_bound(edges, row.gene.toStdString(), {}, &EdgeEvidence::gene);
        if (found != edges.end() && found->gene == row.gene.toStdString()) row.prior = *found;
    }
}

}  // namespace regulus

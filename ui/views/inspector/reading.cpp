#include "ui/views/inspector/reading.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/base/cell_loop.h"
#include "core/interpret/group_means.h"
#include "core/regulons/reader_of_head.h"

namespace regulus {
namespace {

int countOf(const std::vector<std::int32_t>& counts, std::size_t column) {
    return column < counts.size() ? counts[column] : 0;
}

}  // namespace

std::vector<TfRow> tfRows(const RegulonAttention& regulons, std::span<const std::uint32_t> rows, Job& job) {
    std::vector<TfRow> result(regulons.tfs.size());
    const GroupMeans choice = row_means(regulons.choice, rows, job),
                     attention = row_means(regulons.attention, rows, job),
                     pooling = row_means(regulons.pooling, rows, job);
    for (std::size_t t = 0; t < result.size(); ++t) {
        TfRow& row = result[t];
        row.tf = QString::fromStdString(regulons.tfs[t]);
        row.token = t < regulons.tokens.size() ? regulons.tokens[t] : -1;
        row.column = int(t);
        row.choice = choice.mean(0, t);
        row.choice_sd = choice.sd(0, t);
        row.attention = attention.mean(0, t);
        row.attention_sd = attention.sd(0, t);
        row.pooling = pooling.mean(0, t);
        row.pooling_sd = pooling.sd(0, t);
        row.expression = row.cut = std::nan("");
        row.targets = countOf(regulons.targets, t);
        row.contested = countOf(regulons.contested, t);
    }
    return result;
}

std::vector<std::uint32_t> rowsOf(const TfResults& results, const CellSet& cells) {
    std::vector<std::uint32_t> rows;
    visit_cells(cells, [&](std::size_t cell) {
        if (results.row_of_cell[cell] >= 0)
            rows.push_back(static_cast<std::uint32_t>(results.row_of_cell[cell]));
    });
    return rows;
}

namespace {

void append(Matrix& to, const Matrix& part) {
    to.cols = part.cols;
    to.rows += part.rows;
    to.values.insert(to.values.end(), part.values.begin(), part.values.end());
}

// Cells that were not read out are read anew.
TfReadings readAnew(const TfResults& results, const MatrixSource& expression,
                    std::span<const std::uint32_t> cells, Job& job) {
    TfReadings anew;
    read_tfs(*results.reader, expression, cells, job, [&](std::size_t, const TfReadings& part) {
        append(anew.attention, part.attention);
        append(anew.activity, part.activity);
        append(anew.expression, part.expression);
        append(anew.effect, part.effect);
    });
    anew.attention = log_ratios(anew.attention, results.families());
    return anew;
}

}  // namespace

std::vector<ReaderTfRow> readerTfRows(const TfResults& results, const MatrixSource& expression,
                                      const CellSet& cells, std::size_t most, std::size_t& read, Job& job) {
    std::vector<std::uint32_t> rows = rowsOf(results, cells);
    const Matrix *attended = &results.attention, *active = &results.activity,
                 *expressed = &results.expression, *cut = &results.effect;
    TfReadings anew;
    if (rows.empty()) {
        anew = readAnew(results, expression, spreadSample(cells, most), job);
        for (std::size_t i = 0; i < anew.attention.rows; ++i) rows.push_back(static_cast<std::uint32_t>(i));
        attended = &anew.attention;
        active = &anew.activity;
        expressed = &anew.expression;
        cut = &anew.effect;
    }
    read = rows.size();
    std::vector<std::uint32_t> counted;  // a cell of which nothing was read has no activity
    for (const std::uint32_t row : rows)
        if (has_activity(*active, row)) counted.push_back(row);
    const GroupMeans attention = row_means(*attended, rows, job), mrna = row_means(*expressed, rows, job),
                     activity = row_means(*active, counted, job);
    const bool model = cut->rows > 0;
    const GroupMeans effect = model ? row_means(*cut, rows, job) : GroupMeans{};
    const std::size_t tfs = results.families().tfs;
    std::vector<ReaderTfRow> result(results.tfs.size());
    for (std::size_t t = 0; t < result.size(); ++t) {
        ReaderTfRow& row = result[t];
        row.tf = QString::fromStdString(results.tfs[t]);
        row.column = int(t);
        row.place = entryPlace(results.families(), t);
        row.attention = attention.mean(0, t);
        row.attention_sd = attention.sd(0, t);
        row.expression = t < tfs ? mrna.mean(0, t) : std::nan("");
        row.activity = counted.empty() || t >= tfs ? std::nan("") : activity.mean(0, t);
        row.effect = model ? effect.mean(0, t) : std::nan("");
        row.targets = results.targets[t];
    }
    return result;
}

std::size_t attendByHead(std::vector<ReaderTfRow>& rows, const TfResults& results,
                         const MatrixSource& expression, std::span<const std::uint32_t> cells,
                         std::size_t head, Job& job) {
    const RegulonReader reader = reader_of_head(results.reader->reader, head);
    Matrix attention;
    read_regulons(reader, expression, cells, {}, job,
                  [&](std::size_t, const Reading& reading) { append(attention, reading.attention); });
    const Matrix ratios = log_ratios(attention, results.families());
    std::vector<std::uint32_t> all(ratios.rows);
    std::iota(all.begin(), all.end(), 0U);
    const GroupMeans means = row_means(ratios, all, job);
    for (ReaderTfRow& row : rows) {
        row.attention = means.mean(0, std::size_t(row.column));
        row.attention_sd = means.sd(0, std::size_t(row.column));
    }
    return cells.size();
}

namespace {

// What was read of a group: rows of a matrix with one column a TF.
struct ReadGroup {
    std::shared_ptr<const Matrix> values;
    std::vector<std::uint32_t> rows;
};

ReadGroup allRowsOf(Matrix values) {
    ReadGroup group{std::make_shared<const Matrix>(std::move(values)), {}};
    group.rows.resize(group.values->rows);
    std::iota(group.rows.begin(), group.rows.end(), 0U);
    return group;
}

// Of results that outlive it.
ReadGroup someRowsOf(const Matrix& values, std::vector<std::uint32_t> rows) {
    return {std::shared_ptr<const Matrix>(std::shared_ptr<void>(), &values), std::move(rows)};
}

// One a column. `contested`: targets that count.
std::vector<TfDifference> differencesOf(const ReadGroup& first, const ReadGroup& second,
                                        const TfFamilies& families, const std::vector<std::string>& tfs,
                                        const std::vector<std::int32_t>& targets,
                                        const std::vector<std::int32_t>& contested, Job& job) {
    std::vector<TfDifference> result(tfs.size());
    const GroupMeans one = row_means(*first.values, first.rows, job),
                     other = row_means(*second.values, second.rows, job);
    const std::size_t n = first.rows.size(), m = second.rows.size();
    for (std::size_t t = 0; t < result.size(); ++t) {
        const double a = one.mean(0, t), b = other.mean(0, t);
        result[t] = {
            QString::fromStdString(tfs[t]),
            int(t),
            entryPlace(families, t),
            a,
            b,
            n == 1 && m == 1 ? a - b : standardisedDifference(a, one.sd(0, t), n, b, other.sd(0, t), m),
            countOf(targets, t),
            countOf(contested, t)};
    }
    const auto size = [](const TfDifference& d) {
        return std::isfinite(d.effect) ? std::abs(d.effect) : -1.0;
    };
    std::stable_sort(result.begin(), result.end(),
                     [&](const TfDifference& a, const TfDifference& b) { return size(a) > size(b); });
    return result;
}

}  // namespace

std::vector<TfDifference> tfDifferences(const RegulonResults* ready, const ModelContext* context,
                                        const CellSet& first, const CellSet& second, std::size_t most,
                                        Job& job) {
    RegulonAttention described;  // what the TFs are, where nothing is at hand
    const auto read = [&](const CellSet& cells) {
        std::vector<std::uint32_t> rows;
        if (ready) rows = rowsOf(*ready, cells);
        if (!rows.empty()) return someRowsOf(ready->regulons.choice, std::move(rows));
        described = regulon_attention(*context->predictor, *context->input.expression, context->input.match,
                                      spreadSample(cells, most), {}, job);
        return allRowsOf(described.choice);
    };
    const ReadGroup one = read(first), other = read(second);
    const RegulonAttention& all = ready ? ready->regulons : described;
    return differencesOf(one, other, TfFamilies::none(all.tfs.size()), all.tfs, all.targets, all.contested,
                         job);
}

std::vector<TfDifference> tfDifferences(const TfResults& results, const MatrixSource& expression,
                                        const CellSet& first, const CellSet& second, std::size_t most,
                                        Job& job) {
    const auto read = [&](const CellSet& cells) {
        std::vector<std::uint32_t> rows = rowsOf(results, cells);
        if (!rows.empty()) return someRowsOf(results.attention, std::move(rows));
        return allRowsOf(readAnew(results, expression, spreadSample(cells, most), job).attention);
    };
    const ReadGroup one = read(first), other = read(second);
    return differencesOf(one, other, results.families(), results.tfs, results.targets, results.targets, job);
}

std::vector<std::uint32_t> rowsOf(const RegulonResults& regulons, const CellSet& cells) {
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t cell : cells.rows()) {
        const std::int32_t row = cell < regulons.row_of_cell.size() ? regulons.row_of_cell[cell] : -1;
        if (row >= 0) rows.push_back(std::uint32_t(row));
    }
    return rows;
}

bool anyRowOf(const RegulonResults& regulons, const CellSet& cells) {
    return std::ranges::any_of(regulons.regulons.rows,
                               [&](std::uint32_t cell) { return cells.contains(cell); });
}

void addExpression(std::vector<TfRow>& rows, const GeneMatch& match, std::span<const float> means) {
    for (TfRow& row : rows) {
        if (row.token < 0 || std::size_t(row.token) >= match.columns.size()) continue;
        const std::int32_t column = match.columns[std::size_t(row.token)];
        if (column >= 0) row.expression = double(means[std::size_t(column)]);
    }
}

std::vector<std::pair<int, double>> meanCuts(const ModelContext& context,
                                             std::span<const std::uint32_t> cells,
                                             std::span<const std::int32_t> tfs, Job& job) {
    std::unordered_map<int, double> sums;
    for (const std::uint32_t cell : cells) {
        job.checkpoint();
        const Knockout cut =
            cut_edges(*context.predictor, *context.input.expression, context.input.match, cell, tfs, job);
        for (std::size_t i = 0; i < cut.tfs.size() && i < cut.log_odds.size(); ++i) {
            sums[cut.tfs[i]] += double(cut.log_odds[i]);
        }
    }
    std::vector<std::pair<int, double>> means;
    for (const auto& [token, sum] : sums) means.emplace_back(token, sum / double(cells.size()));
    return means;
}

Neighbours neighboursAlike(const Matrix& points, std::uint32_t cell, std::span<const std::int32_t> codes,
                           int k, Job& job) {
    using Near = std::pair<float, std::uint32_t>;
    std::vector<Near> nearest;  // a heap, the farthest on top
    const auto here = points.row(cell);
    for (std::size_t other = 0; other < points.rows; ++other) {
        if (other % 16384 == 0) job.checkpoint();
        if (other == cell) continue;
        const auto there = points.row(other);
        float distance = 0;
        for (std::size_t d = 0; d < here.size(); ++d) distance += (here[d] - there[d]) * (here[d] - there[d]);
        if (std::isnan(distance)) continue;
        if (int(nearest.size()) == k && distance >= nearest.front().first) continue;
        nearest.emplace_back(distance, std::uint32_t(other));
        std::push_heap(nearest.begin(), nearest.end());
        if (int(nearest.size()) > k) {
            std::pop_heap(nearest.begin(), nearest.end());
            nearest.pop_back();
        }
    }
    Neighbours result{0, int(nearest.size())};
    for (const Near& near : nearest) result.alike += codes[near.second] == codes[cell] ? 1 : 0;
    return result;
}

}  // namespace regulus

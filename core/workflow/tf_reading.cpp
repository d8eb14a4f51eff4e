#include "core/workflow/tf_reading.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/regulons/reader_decisions.h"
#include "core/regulons/tf_activity.h"
#include "core/regulons/tf_choice.h"

namespace regulus {
namespace {

// Some TFs of a set, in the order given; each must be in it.
RegulonSet of_tfs(const RegulonSet& set, const std::vector<std::string>& tfs) {
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t t = 0; t < set.count(); ++t) places.emplace(set.tfs[t], t);
    std::vector<std::size_t> chosen;
    for (const std::string& tf : tfs) chosen.push_back(places.at(tf));
    return some_tfs(set, chosen);
}

// Of cells in memory, by column of the dataset.
Matrix values_of_tfs(const CsrMatrix& cells, const RegulonSet& regulons) {
    std::vector<std::int32_t> tf_of(cells.cols, -1);
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        if (regulons.own[t] >= 0)
            tf_of[static_cast<std::size_t>(regulons.own[t])] = static_cast<std::int32_t>(t);
    }
    Matrix values(cells.rows, regulons.count());
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        for (std::size_t r = 0; r < cells.rows && regulons.own[t] < 0; ++r)
            values(r, t) = std::numeric_limits<float>::quiet_NaN();
    }
    for (std::size_t r = 0; r < cells.rows; ++r) {
        const auto columns = cells.row_columns(r);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::int32_t tf = tf_of[static_cast<std::size_t>(columns[i])];
            if (tf >= 0) values(r, static_cast<std::size_t>(tf)) = cells.row_values(r)[i];
        }
    }
    return values;
}

// Cells × columns: TFs one by one, and the members of each family together.
Matrix effects_of_cutting(const TfReader& reader, const ReaderHead& head, const MatrixSource& cells,
                          std::span<const std::uint32_t> rows, Job& job) {
    const TfFamilies& families = reader.families;
    Matrix effects(rows.size(), families.columns());
    const auto put = [&](std::size_t first, const Matrix& part, std::size_t column) {
        for (std::size_t r = 0; r < part.rows; ++r)
            std::ranges::copy(part.row(r), effects.row(first + r).subspan(column).begin());
    };
    std::vector<std::int32_t> predicted(rows.size());
    cut_tfs(reader.reader, head, cells, rows, job, [&](std::size_t first, const CutEffects& cut) {
        put(first, cut.effect, 0);
        std::ranges::copy(cut.predicted, predicted.begin() + static_cast<std::ptrdiff_t>(first));
    });
    std::vector<std::vector<std::size_t>> sets;
    for (const TfFamily& family : families.families) sets.push_back(family.members);
    if (sets.empty()) return effects;
    cut_sets(reader.reader, head, cells, rows, predicted, sets, job,
             [&](std::size_t first, const Matrix& part) { put(first, part, families.tfs); });
    return effects;
}

// `cells`: those of the dataset that `rows` names, in that order; each by the head that did not learn from
// it.
Matrix effects_by_fold(const TfReader& reader, const MatrixSource& cells, std::span<const std::uint32_t> rows,
                       Job& job) {
    const std::size_t heads = reader.folds ? reader.folds->heads.size() : 0;
    std::vector<std::vector<std::uint32_t>> of(heads + 1);  // places in `cells`; the last: of the model
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int fold = reader.folds ? reader.folds->fold_of[rows[i]] : -1;
        of[fold < 0 ? heads : static_cast<std::size_t>(fold)].push_back(static_cast<std::uint32_t>(i));
    }
    if (of[heads].size() == rows.size())
        return effects_of_cutting(reader, *reader.head, cells, of[heads], job);
    Matrix effects(rows.size(), reader.families.columns());
    for (std::size_t h = 0; h <= heads; ++h) {
        if (of[h].empty()) continue;
        const Matrix part =
            effects_of_cutting(reader, h < heads ? reader.folds->heads[h] : *reader.head, cells, of[h], job);
        for (std::size_t r = 0; r < part.rows; ++r)
            std::ranges::copy(part.row(r), effects.row(of[h][r]).begin());
    }
    return effects;
}

CellSet every_cell(const MatrixSource& expression) {
    CellSet cells(expression.cells());
    for (std::size_t c = 0; c < expression.cells(); ++c) cells.insert(c);
    return cells;
}

// As the reader itself reads.
ReaderOptions options_of(const RegulonReader& reader) {
    ReaderOptions options;
    options.heads = reader.heads;
    options.slope = reader.slope.front();
    options.own = reader.own.front();
    return options;
}

void clip_as(const RegulonReader& reader, RegulonReader& other) {
    other.clip = reader.clip;
    other.own_clip = reader.own_clip;
    other.evidence_clip = reader.evidence_clip;
}

}  // namespace

std::vector<RegulonReader> rewired_prior_readers(const TfReader& reader, const MatrixSource& expression,
                                                 Job& job, std::size_t count) {
    constexpr std::uint64_t first_seed = 1;
    std::vector<RegulonReader> readers =
        rewired_readers(expression, reader.others, reader.families, every_cell(expression),
                        options_of(reader.reader), count, first_seed, job);
    for (RegulonReader& rewired : readers) clip_as(reader.reader, rewired);
    return readers;
}

HalfReaders half_readers(const TfReader& reader, const MatrixSource& expression, Job& job) {
    constexpr std::uint64_t seed = 1;
    std::vector<std::uint32_t> order(expression.cells());
    std::iota(order.begin(), order.end(), 0U);
    Random random(seed);
    HalfReaders halves;
    if (order.size() < 2 * least_half_cells) return halves;
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2);
    for (std::size_t half = 0; half < 2 * half_divisions; ++half) {
        const bool first = half % 2 == 0;
        if (first) random.shuffle(std::span(order));
        PartJob part(job, static_cast<double>(half) / (2 * half_divisions),
                     static_cast<double>(half + 1) / (2 * half_divisions));
        CellSet cells(order.size());
        std::for_each(first ? order.begin() : middle, first ? middle : order.end(),
                      [&](std::uint32_t cell) { cells.insert(cell); });
        halves.readers.push_back(
            reader_without_values(expression, reader.others, cells, options_of(reader.reader), part));
        clip_as(reader.reader, halves.readers.back());
        halves.cells.push_back(std::move(cells));
    }
    return halves;
}

RegulonSet activity_regulons(std::span<const std::string> genes, const RegulatoryNetwork& prior,
                             std::size_t min_targets) {
    return of_tfs(regulon_set(prior, genes, {min_targets, true, true}),
                  regulon_set(prior, genes, {min_targets, false, true}).tfs);
}

TfReader make_prior_reader(const MatrixSource& expression, std::span<const std::string> genes,
                           const RegulatoryNetwork& prior, const PriorReaderOptions& options, Job& job) {
    TfReader made;
    made.others = regulon_set(prior, genes, {options.min_targets, false, true});
    const RegulonSet& others = made.others;
    made.regulons = activity_regulons(genes, prior, options.min_targets);
    made.reader = closed_form_reader(expression, others, every_cell(expression), options.reader, job);
    made.families = tf_families(made.reader.regulons);
    made.targets = target_counts(made.families, others);
    return made;
}

TfReader model_tf_reader(const ModelFile& model, const GeneMatch& match, std::size_t genes) {
    TfReader made;
    made.reader = reader_for(*model.reader, match.columns);
    made.head = model.reader->head;
    made.others = regulons_for(*model.reader, match.columns, genes, false);
    made.regulons = regulons_for(*model.reader, match.columns, genes, true);
    made.families = tf_families(made.reader.regulons);
    made.targets = target_counts(made.families, made.others);
    return made;
}

void read_tfs(const TfReader& reader, const MatrixSource& expression, std::span<const std::uint32_t> rows,
              Job& job, const std::function<void(std::size_t, const TfReadings&)>& visit, int head) {
    ReadingOptions options;
    options.head = head;
    expression.prepare_blocks(job);
    const std::size_t room = block_memory() / (5 * sizeof(float) * reader.regulons.count());
    const std::size_t step = std::max<std::size_t>(1, std::min(expression.preferred_block(), room));
    for (std::size_t first = 0; first < rows.size(); first += step) {
        const double done = static_cast<double>(first) / static_cast<double>(rows.size());
        PartJob here(job, done, done);
        here.progress(0, "reading regulons");
        const auto part = rows.subspan(first, std::min(step, rows.size() - first));
        const InMemoryMatrix cells(expression.rows(part));
        std::vector<std::uint32_t> all(part.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
        TfReadings readings;
        readings.expression = values_of_tfs(cells.block(0, part.size()), reader.regulons);
        readings.activity = tf_activity(cells, reader.regulons, all, here);
        readings.attention = Matrix(part.size(), reader.regulons.count());
        read_regulons(reader.reader, cells, all, options, here, [&](std::size_t at, const Reading& reading) {
            std::ranges::copy(reading.attention.values,
                              readings.attention.values.begin() +
                                  static_cast<std::ptrdiff_t>(at * reader.regulons.count()));
        });
        if (reader.head) readings.effect = effects_by_fold(reader, cells, part, here);
        visit(first, readings);
    }
}

}  // namespace regulus

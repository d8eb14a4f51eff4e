#include "core/workflow/compared_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "core/data/finite_only.h"
#include "core/data/normalise.h"
#include "core/interpret/regulon_attention.h"
#include "core/regulons/rewired_regulons.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

// What a function makes of cells, as a matrix: block after block, none of it kept.
class MadeMatrix final : public MatrixSource {
  public:
    using Make = std::function<Matrix(std::span<const std::uint32_t> rows)>;

    MadeMatrix(std::shared_ptr<const MatrixSource> expression, std::size_t columns, std::size_t step,
               Make make)
        : m_expression(std::move(expression)), m_columns(columns), m_step(step), m_make(std::move(make)) {}

    std::size_t cells() const override { return m_expression->cells(); }
    std::size_t genes() const override { return m_columns; }
    // A cancel waits for a block.
    std::size_t preferred_block() const override { return m_step; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        std::vector<std::uint32_t> rows(end - begin);
        std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(begin));
        return to_sparse(m_make(rows));
    }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override { return to_sparse(m_make(which)); }
    void prepare_blocks(Job& job) const override { m_expression->prepare_blocks(job); }
    bool fast_blocks() const override { return m_expression->fast_blocks(); }

  private:
    std::shared_ptr<const MatrixSource> m_expression;
    std::size_t m_columns, m_step;
    Make m_make;
};

constexpr std::size_t read_at_once = 8192, predicted_at_once = 256;  // cells

std::shared_ptr<const MatrixSource> read_matrix(const ComparedValues& values, std::size_t columns) {
    return std::make_shared<MadeMatrix>(
        values.expression, columns, read_at_once,
        [expression = values.expression, read = values.read](std::span<const std::uint32_t> rows) {
            Job nobody;
            return read(*expression, rows, nobody);
        });
}

TfRead activity_of(std::shared_ptr<const RegulonSet> regulons) {
    return [set = std::move(regulons)](const MatrixSource& of, std::span<const std::uint32_t> rows,
                                       Job& job) { return tf_activity(of, *set, rows, job); };
}

TfRead attention_of(std::shared_ptr<const RegulonReader> reader) {
    return
        [reader = std::move(reader)](const MatrixSource& of, std::span<const std::uint32_t> rows, Job& job) {
            const std::size_t tfs = reader->tfs();
            Matrix ratios(rows.size(), tfs);
            read_regulons(*reader, of, rows, {}, job, [&](std::size_t first, const Reading& reading) {
                std::ranges::transform(reading.attention.values,
                                       ratios.values.begin() + static_cast<std::ptrdiff_t>(first * tfs),
                                       [&](float p) { return log_ratio_to_uniform(p, tfs); });
            });
            return ratios;
        };
}

// The assay named, or the one a model would learn from; of a dataset without such values the first that has
// any.
const Assay& assay_of(const Dataset& dataset, const std::string& name) {
    if (!name.empty()) {
        if (const Assay* const assay = dataset.assay(name)) return *assay;
        return learning_assay(dataset, name);  // says which there are
    }
    if (std::ranges::any_of(dataset.assays, can_learn_from)) return modelling_assay(dataset);
    const auto found = std::ranges::find_if(
        dataset.assays, [](const Assay& assay) { return assay.kind != ValueKind::Empty; });
    return found == dataset.assays.end() ? modelling_assay(dataset) : *found;  // which throws
}

}  // namespace

const char* to_string(ValuesOf what) {
    switch (what) {
        case ValuesOf::Activity:
            return "activity";
        case ValuesOf::Attention:
            return "attention";
        case ValuesOf::Columns:
            return "columns";
        case ValuesOf::Genes:
            break;
    }
    return "genes";
}

ComparedValues compared_genes(const Dataset& dataset, const std::string& name, const GeneRequest& genes) {
    const Assay& assay = assay_of(dataset, name);
    ComparedValues made;
    made.names = own_names(*assay.var, genes).genes.names;
    if (!can_learn_from(assay)) {
        made.matrix = as_stored(assay.matrix);
        made.values = fmt::format("{} ({}), as they are", assay.name, describe_values(assay));
        made.warnings.push_back(fmt::format(
            "{} {}: values are compared as they are, not brought to counts per 10,000, and there is no fold "
            "change",
            assay.name,
            assay.kind == ValueKind::NotFinite ? "has NaN or infinite values"
                                               : fmt::format("holds {} values", to_string(assay.kind))));
        return made;
    }
    made.counts = scale_of(assay).known && assay.kind != ValueKind::Levels;
    made.matrix = made.counts ? log_normalised(assay) : as_stored(assay.matrix);
    made.values = made.counts ? values_used(assay)
                              : fmt::format("{} ({}), as they are", assay.name, describe_values(assay));
    if (!made.counts) {
        made.warnings.push_back(fmt::format(
            "The values of {} cannot be brought to counts per 10,000: there is no fold change, and means are "
            "of the values as they are",
            assay.name));
    } else if (scale_of(assay).guessed) {
        made.warnings.push_back(
            fmt::format("{} was normalised before genes were left out, to a total that its values do not "
                        "tell: it is taken "
                        "as {}",
                        assay.name, describe(scale_of(assay))));
    }
    return made;
}

ComparedValues compared_activity(std::shared_ptr<const MatrixSource> expression, RegulonSet regulons) {
    ComparedValues made;
    made.of = ValuesOf::Activity;
    made.names = regulons.tfs;
    made.values = "TF activity (t values of ULM)";
    const auto set = std::make_shared<const RegulonSet>(std::move(regulons));
    made.expression = std::move(expression);
    made.read = activity_of(set);
    made.rewired = [set](std::size_t count, Job& job) {
        const TfFamilies families = tf_families(without_own(*set));
        std::vector<TfRead> reads;
        for (std::size_t i = 0; i < count; ++i) {
            job.checkpoint();
            job.progress(static_cast<double>(i) / static_cast<double>(count), "rewired priors");
            reads.push_back(
                activity_of(std::make_shared<const RegulonSet>(rewired_but_own(*set, families, 1 + i))));
        }
        return reads;
    };
    made.matrix = read_matrix(made, set->count());
    return made;
}

ComparedValues compared_attention(std::shared_ptr<const MatrixSource> expression, TfReader reader) {
    ComparedValues made;
    made.of = ValuesOf::Attention;
    made.names = reader.regulons.tfs;
    made.values = "attention (log2 of its ratio to uniform attention)";
    const auto shared = std::make_shared<const TfReader>(std::move(reader));
    made.expression = std::move(expression);
    made.read = attention_of(std::shared_ptr<const RegulonReader>(shared, &shared->reader));
    made.rewired = [shared, all = made.expression](std::size_t count, Job& job) {
        std::vector<TfRead> reads;
        for (RegulonReader& rewired : rewired_prior_readers(*shared, *all, job, count))
            reads.push_back(attention_of(std::make_shared<const RegulonReader>(std::move(rewired))));
        return reads;
    };
    made.matrix = read_matrix(made, shared->regulons.count());
    return made;
}

ComparedValues compared_choice(const ModelInput& input, std::shared_ptr<Predictor> predictor) {
    ComparedValues made;
    made.of = ValuesOf::Attention;
    made.values = "choice of TFs by a model that reads genes (ln of attention to its uniform share)";
    const auto expression = input.expression;
    const auto read = [expression, match = input.match,
                       predictor = std::move(predictor)](std::span<const std::uint32_t> rows) {
        Job nobody;
        return regulon_attention(*predictor, *expression, match, rows, {}, nobody);
    };
    const std::vector<std::uint32_t> first{0};
    made.names = read(std::span(first)).tfs;
    made.matrix = std::make_shared<MadeMatrix>(
        expression, made.names.size(), predicted_at_once,
        [read](std::span<const std::uint32_t> rows) { return read(rows).choice; });
    return made;
}

}  // namespace regulus

// What a decision rests on, against the formulas of regulon_reader.h written down anew: dense, in double
// precision, one softmax after the other.
#include "core/regulons/reader_decisions.h"
#include "core/regulons/reader_of_head.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/regulons/closed_form.h"
#include "core/stats/log_odds.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;

namespace {

constexpr std::size_t cells = 70, genes = 50, tfs = 7, classes = 4;
constexpr std::size_t outside = 5;  // this TF is no gene of the dataset
using Row = std::vector<double>;

Matrix counts_of_cells() {
    Random random(3);
    Matrix x(cells, genes);
    for (std::size_t c = 0; c < cells; ++c) {
        for (std::size_t g = 0; g < genes; ++g) {
            const double rate = g % 4 == c % 4 ? 3 : 0.4;  // four kinds of cells
            x(c, g) = static_cast<float>(std::log1p(static_cast<double>(random.poisson(rate))));
        }
    }
    return x;
}

RegulonSet regulons() {
    Random random(5);
    RegulonSet set;
    set.genes = genes;
    for (std::size_t t = 0; t < tfs; ++t) {
        set.tfs.push_back("tf" + std::to_string(t));
        set.own.push_back(t == outside ? -1 : static_cast<std::int32_t>(t));
        for (std::size_t g = 0; g < genes; ++g) {
            if (static_cast<std::int32_t>(g) == set.own[t] || random.uniform() > (g % 4 == t % 4 ? 0.6 : 0.1))
                continue;
            set.targets.push_back(static_cast<std::int32_t>(g));
            set.weights.push_back(random.uniform() < 0.3 ? -1.0F : 1.0F);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    return set;
}

std::vector<std::uint32_t> all_rows() {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

// One cell, as the page for people says it.
struct DenseCell {
    const RegulonReader& reader;
    const ReaderHead& head;
    Row z, evidence, components;

    DenseCell(const RegulonReader& by, const ReaderHead& with, std::span<const float> x)
        : reader(by), head(with) {
        for (std::size_t g = 0; g < reader.genes.size(); ++g) {
            const std::int32_t column = reader.genes[g];
            const double value = column < 0 ? 0 : x[static_cast<std::size_t>(column)];
            z.push_back(column < 0 ? 0 : std::clamp((value - reader.mean[g]) * reader.scale[g], -10.0, 10.0));
        }
        for (std::size_t t = 0; t < reader.tfs(); ++t) {
            const auto targets = reader.regulons.targets_of(t);
            const std::int32_t own = reader.regulons.own[t];
            for (std::size_t h = 0; h < reader.heads; ++h) {
                double sum = 0;
                for (std::size_t i = 0; i < targets.size(); ++i) {
                    const std::size_t edge = static_cast<std::size_t>(reader.regulons.offsets[t]) + i;
                    sum += reader.weights[edge * reader.heads + h] * z[static_cast<std::size_t>(targets[i])];
                }
                const std::size_t at = t * reader.heads + h;
                evidence.push_back(
                    std::clamp<double>((sum - reader.evidence_mean[at]) * reader.evidence_scale[at],
                                       -reader.evidence_clip, reader.evidence_clip) +
                    (own < 0 ? 0 : reader.own[at] * z[static_cast<std::size_t>(own)]));
            }
        }
        for (std::size_t d = 0; d < reader.dimensions; ++d) {
            double sum = 0;
            for (std::size_t g = 0; g < z.size(); ++g)
                sum += (z[g] - reader.center[g]) * reader.loadings(g, d);
            components.push_back(sum);
        }
    }

    // What the regulons say, with this evidence.
    Row regulons_say(const Row& by) const {
        Row said(reader.constant.begin(), reader.constant.end());
        for (std::size_t h = 0; h < reader.heads; ++h) {
            Row power;
            double largest = -1e300, sum = 0;
            for (std::size_t at = h; at < by.size(); at += reader.heads) {
                power.push_back(reader.slope[h] * by[at] + reader.offset[at]);
                largest = std::max(largest, power.back());
            }
            for (double& p : power) sum += p = std::exp(p - largest);
            for (std::size_t t = 0; t < power.size(); ++t) {
                const std::size_t at = t * reader.heads + h;
                for (std::size_t d = 0; d < said.size(); ++d)
                    said[d] += static_cast<double>(power.size()) * power[t] / sum *
                               reader.values[at * said.size() + d];
            }
        }
        return said;
    }

    // The bypass follows: it is what these regulons leave over.
    Row logits(const Row& said) const {
        Row place(said), result(head.bias.begin(), head.bias.end());
        double squares = 0;
        for (std::size_t d = 0; d < place.size(); ++d) {
            place[d] += head.bypass * (components[d] - said[d]);
            squares += place[d] * place[d];
        }
        const double length = std::sqrt(static_cast<double>(place.size()) / squares);
        for (std::size_t k = 0; k < result.size(); ++k) {
            for (std::size_t d = 0; d < place.size(); ++d)
                result[k] += head.weights(k, d) * length * place[d];
        }
        return result;
    }

    std::size_t predicted() const {
        const Row whole = logits(regulons_say(evidence));
        return static_cast<std::size_t>(std::ranges::max_element(whole) - whole.begin());
    }

    double effect(std::span<const std::size_t> tfs_cut, std::size_t of) const {
        Row cut = evidence;
        for (const std::size_t tf : tfs_cut) {
            for (std::size_t h = 0; h < reader.heads; ++h) cut[tf * reader.heads + h] = 0;
        }
        const auto odds = [&](const Row& by) {
            const Row numbers = logits(regulons_say(by));
            return log_odds(std::span<const double>(numbers), of);
        };
        return odds(cut) - odds(evidence);
    }
    double effect(std::size_t tf) const { return effect(std::span(&tf, 1), predicted()); }
};

// Gives few cells at a time.
class SmallBlocks final : public MatrixSource {
  public:
    explicit SmallBlocks(CsrMatrix matrix) : m_matrix(std::move(matrix)) {}
    std::size_t cells() const override { return m_matrix.cells(); }
    std::size_t genes() const override { return m_matrix.genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_matrix.block(begin, end); }
    std::size_t preferred_block() const override { return 9; }

  private:
    InMemoryMatrix m_matrix;
};

}  // namespace

class ReaderDecisionsTest : public QObject {
    Q_OBJECT
    const Matrix m_x = counts_of_cells();
    const InMemoryMatrix m_source{to_sparse(m_x)};
    RegulonReader m_reader;
    ReaderHead m_head;

    CutEffects cut(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& source,
                   const std::vector<std::uint32_t>& rows) const {
        CutEffects whole{{}, Matrix(rows.size(), reader.tfs())};
        Job job;
        cut_tfs(reader, head, source, rows, job, [&](std::size_t first, const CutEffects& part) {
            QCOMPARE(first, whole.predicted.size());
            QCOMPARE(part.effect.rows, part.predicted.size());
            std::ranges::copy(part.effect.values, whole.effect.row(first).begin());
            whole.predicted.insert(whole.predicted.end(), part.predicted.begin(), part.predicted.end());
        });
        return whole;
    }
    CutEffects cut(const RegulonReader& reader, const ReaderHead& head) const {
        return cut(reader, head, m_source, all_rows());
    }
    Reading read(const RegulonReader& reader, const ReadingOptions& options) const {
        Reading whole;
        Job job;
        read_regulons(reader, m_source, all_rows(), options, job,
                      [&](std::size_t, const Reading& part) { whole = part; });
        return whole;
    }
    ReaderHead head(double bypass) const {
        ReaderHead result = m_head;
        result.bypass = bypass;
        return result;
    }
    void compare(const CutEffects& effects, const RegulonReader& reader, const ReaderHead& by,
                 double tolerance) const {
        QCOMPARE(effects.predicted.size(), cells);
        double largest = 0;
        for (std::size_t c = 0; c < cells; ++c) {
            const DenseCell cell(reader, by, m_x.row(c));
            QCOMPARE(effects.predicted[c], static_cast<std::int32_t>(cell.predicted()));
            for (std::size_t t = 0; t < reader.tfs(); ++t) {
                const double expected = cell.effect(t);
                REGULUS_CLOSE(effects.effect(c, t), expected, tolerance * (1 + std::abs(expected)));
                largest = std::max(largest, std::abs(expected));
            }
        }
        // There is something to compare; with all bypass no TF has an effect.
        QVERIFY(by.bypass < 1 ? largest > 0.1 : largest < 1e-9);
    }
    static void bypasses() {
        QTest::addColumn<double>("bypass");
        for (const double bypass : {0.0, 0.5, 1.0}) QTest::addRow("bypass %g", bypass) << bypass;
    }

  private Q_SLOTS:
    // A reader whose heads and TFs differ in everything that may differ.
    void initTestCase() {
        Job job;
        m_reader = closed_form_reader(m_source, regulons(), CellSet::all(cells), {3, 6}, job);
        Random random(8);
        m_reader.slope = {0.7F, 0.4F, 1.1F};
        for (float& offset : m_reader.offset) offset = static_cast<float>(0.5 * random.normal());
        for (float& own : m_reader.own) own = static_cast<float>(random.uniform());
        for (float& mean : m_reader.evidence_mean) mean += static_cast<float>(0.3 * random.normal());
        m_head.weights = Matrix(classes, m_reader.dimensions);
        for (float& weight : m_head.weights.values) weight = static_cast<float>(random.normal());
        for (std::size_t k = 0; k < classes; ++k) m_head.bias.push_back(static_cast<float>(random.normal()));
        QCOMPARE(m_reader.tfs(), tfs);
    }

    void contributions_add_up_data() { bypasses(); }
    void contributions_add_up() {
        QFETCH(double, bypass);
        for (std::uint32_t c = 0; c < cells; ++c) {
            const Contributions parts = contributions(m_reader, head(bypass), m_source, c);
            QCOMPARE(parts.tfs.rows, tfs);
            double largest = 1;
            for (const double logit : parts.logits) largest = std::max(largest, std::abs(logit));
            for (std::size_t k = 0; k < classes; ++k) {
                double sum = parts.bypass[k] + parts.constant[k];
                for (std::size_t t = 0; t < tfs; ++t) sum += parts.tfs(t, k);
                REGULUS_CLOSE(sum, parts.logits[k], 1e-5 * largest);
                if (bypass == 0) QCOMPARE(parts.bypass[k], 0.0);
            }
        }
    }

    void contributions_of_many_cells_are_those_of_each() {
        Job job;
        const std::vector<std::uint32_t> rows{7, 0, 5};
        std::size_t seen = 0;
        contributions(m_reader, head(0.5), m_source, rows, job,
                      [&](std::size_t i, const Contributions& parts) {
                          QCOMPARE(i, seen++);
                          const Contributions one = contributions(m_reader, head(0.5), m_source, rows[i]);
                          QCOMPARE(parts.tfs.values, one.tfs.values);
                          QCOMPARE(parts.logits, one.logits);
                      });
        QCOMPARE(seen, rows.size());
    }

    // Its evidence and attention are those of the whole reader when it is asked for that head.
    void a_head_is_a_reader_of_its_own() {
        Job job;
        std::vector<std::uint32_t> rows(cells);
        std::iota(rows.begin(), rows.end(), 0U);
        for (std::size_t h = 0; h < m_reader.heads; ++h) {
            const RegulonReader one = reader_of_head(m_reader, h);
            QCOMPARE(one.heads, std::size_t{1});
            QCOMPARE(one.tfs(), tfs);
            ReadingOptions options;
            options.head = static_cast<int>(h);
            Reading whole, own;
            read_regulons(m_reader, m_source, rows, options, job,
                          [&](std::size_t, const Reading& reading) { whole = reading; });
            read_regulons(one, m_source, rows, {}, job,
                          [&](std::size_t, const Reading& reading) { own = reading; });
            QCOMPARE(own.attention.values, whole.attention.values);
            QCOMPARE(own.evidence.values, whole.evidence.values);
            QVERIFY(whole.attention.values.size() == cells * tfs);
            // The evidence that its targets give, too.
            const EvidenceParts parts = evidence_parts(one, 1, m_source, std::span(rows).first(1), job);
            double sum = parts.own + parts.constant;
            for (const double target : parts.targets) sum += target;
            REGULUS_CLOSE(sum, whole.evidence(0, 1), 1e-4);
        }
    }

    // Each part by its own formula, not their sum alone.
    void a_contribution_is_what_is_collected_from_the_tf() {
        const ReaderHead half = head(0.5);
        for (std::uint32_t c = 0; c < cells; c += 9) {
            const Contributions parts = contributions(m_reader, half, m_source, c);
            const DenseCell cell(m_reader, half, m_x.row(c));
            const Row said = cell.regulons_say(cell.evidence), logits = cell.logits(said);
            double squares = 0;
            for (std::size_t d = 0; d < said.size(); ++d)
                squares += std::pow(said[d] + 0.5 * (cell.components[d] - said[d]), 2);
            const double length = std::sqrt(static_cast<double>(said.size()) / squares);
            for (std::size_t k = 0; k < classes; ++k) {
                double rest = 0;
                for (std::size_t d = 0; d < said.size(); ++d)
                    rest += length * half.weights(k, d) * 0.5 * (cell.components[d] - said[d]);
                REGULUS_CLOSE(parts.bypass[k], rest, 1e-4);
                REGULUS_CLOSE(parts.logits[k], logits[k], 1e-4);
            }
            for (std::size_t t = 0; t < tfs; ++t) {
                // Without its values, nothing comes from it.
                RegulonReader silent = m_reader;
                for (std::size_t i = 0; i < silent.heads * silent.dimensions; ++i)
                    silent.values[t * silent.heads * silent.dimensions + i] = 0;
                const Row without = DenseCell(silent, half, m_x.row(c)).regulons_say(cell.evidence);
                for (std::size_t k = 0; k < classes; ++k) {
                    double from = 0;
                    for (std::size_t d = 0; d < said.size(); ++d)
                        from += length * half.weights(k, d) * (said[d] - without[d]);
                    REGULUS_CLOSE(parts.tfs(t, k), from, 1e-4);
                }
            }
        }
    }

    void logits_are_those_of_the_embedding_data() { bypasses(); }
    void logits_are_those_of_the_embedding() {
        QFETCH(double, bypass);
        const Matrix logits = logits_of(m_head, read(m_reader, {bypass}).embedding);
        QCOMPARE(logits.rows, cells);
        QCOMPARE(logits.cols, classes);
        for (std::uint32_t c = 0; c < cells; ++c) {
            const Contributions parts = contributions(m_reader, head(bypass), m_source, c);
            for (std::size_t k = 0; k < classes; ++k) REGULUS_CLOSE(logits(c, k), parts.logits[k], 2e-5);
        }
    }

    void effects_are_those_of_a_new_softmax_data() { bypasses(); }
    void effects_are_those_of_a_new_softmax() {
        QFETCH(double, bypass);
        compare(cut(m_reader, head(bypass)), m_reader, head(bypass), 5e-5);
    }

    // In a rare kind of cell one TF may get all attention but a millionth and less: what is left when it is
    // cut must not drown in the rounding of its own share.
    void a_tf_with_nearly_all_attention_can_be_cut() {
        RegulonReader sharp = m_reader;
        sharp.slope = {14, 14, 14};
        compare(cut(sharp, head(0.5)), sharp, head(0.5), 1e-3);
    }

    void sets_are_cut_together_data() { bypasses(); }
    void sets_are_cut_together() {
        QFETCH(double, bypass);
        const std::vector<std::vector<std::size_t>> sets{{0}, {1, 4}, {6, 2, 3}, {0, 1, 2, 3, 4, 5, 6}, {}};
        std::vector<std::int32_t> of;
        for (std::size_t c = 0; c < cells; ++c) of.push_back(static_cast<std::int32_t>(c % classes));
        const ReaderHead by = head(bypass);
        for (const float slope : {0.7F, 14.0F}) {
            RegulonReader reader = m_reader;
            reader.slope.assign(reader.heads, slope);
            const SmallBlocks blocks(to_sparse(m_x));
            Job job;
            std::size_t seen = 0;
            cut_sets(reader, by, blocks, all_rows(), of, sets, job,
                     [&](std::size_t first, const Matrix& effects) {
                         QCOMPARE(first, seen);
                         QCOMPARE(effects.cols, sets.size());
                         for (std::size_t r = 0; r < effects.rows; ++r, ++seen) {
                             const DenseCell cell(reader, by, m_x.row(seen));
                             for (std::size_t i = 0; i < sets.size(); ++i) {
                                 const double expected = cell.effect(sets[i], seen % classes);
                                 REGULUS_CLOSE(effects(r, i), expected,
                                               (slope > 1 ? 1e-3 : 5e-5) * (1 + std::abs(expected)));
                             }
                         }
                     });
            QCOMPARE(seen, cells);
        }
    }

    // Not even its own attention changes: the average cell says the same.
    void without_evidence_there_is_no_effect() {
        constexpr std::size_t mute = 2;
        RegulonReader reader = m_reader;
        for (std::size_t h = 0; h < reader.heads; ++h) {
            for (auto e = static_cast<std::size_t>(reader.regulons.offsets[mute]);
                 e < static_cast<std::size_t>(reader.regulons.offsets[mute + 1]); ++e)
                reader.weights[e * reader.heads + h] = 0;
            reader.evidence_mean[mute * reader.heads + h] = reader.own[mute * reader.heads + h] = 0;
        }
        const CutEffects effects = cut(reader, head(0.5));
        for (std::size_t c = 0; c < cells; ++c) {
            double largest = 0;
            for (std::size_t t = 0; t < tfs; ++t)
                largest = std::max<double>(largest, std::abs(effects.effect(c, t)));
            QVERIFY(largest > 1e-2);
            REGULUS_CLOSE(effects.effect(c, mute), 0.0, 1e-5);
        }
    }

    void same_bytes_for_any_threads_and_blocks() {
        const int threads = thread_count();
        set_thread_count(1);
        const CutEffects one = cut(m_reader, head(0.5));
        set_thread_count(4);
        const CutEffects four = cut(m_reader, head(0.5));
        const CutEffects blocks = cut(m_reader, head(0.5), SmallBlocks(to_sparse(m_x)), all_rows());
        set_thread_count(threads);
        QCOMPARE(four.predicted, one.predicted);
        QCOMPARE(four.effect.values, one.effect.values);
        QCOMPARE(blocks.predicted, one.predicted);
        QCOMPARE(blocks.effect.values, one.effect.values);
    }

    void rows_come_in_the_order_asked_for() {
        const CutEffects all = cut(m_reader, head(0.5));
        const std::vector<std::uint32_t> rows{44, 3, 69, 3};
        const CutEffects some = cut(m_reader, head(0.5), m_source, rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(some.predicted[i], all.predicted[rows[i]]);
            for (std::size_t t = 0; t < tfs; ++t) QCOMPARE(some.effect(i, t), all.effect(rows[i], t));
        }
    }

    void a_cancel_is_heard() {
        Job job;
        job.cancel();
        const auto rows = all_rows();
        int visits = 0;
        QVERIFY_EXCEPTION_THROWN(
            cut_tfs(m_reader, m_head, m_source, rows, job, [&](std::size_t, const CutEffects&) { ++visits; }),
            Cancelled);
        QCOMPARE(visits, 0);
        QVERIFY_EXCEPTION_THROWN(evidence_parts(m_reader, 0, m_source, rows, job), Cancelled);
        Job later;  // between two blocks
        QVERIFY_EXCEPTION_THROWN(cut_tfs(m_reader, m_head, SmallBlocks(to_sparse(m_x)), rows, later,
                                         [&](std::size_t, const CutEffects&) {
                                             ++visits;
                                             later.cancel();
                                         }),
                                 Cancelled);
        QCOMPARE(visits, 1);
    }

    // As if it had its mean there; and a TF that is missing itself gives no evidence of its own.
    void a_gene_the_data_lack_is_at_its_mean() {
        RegulonReader without = m_reader;
        const auto token = static_cast<std::size_t>(m_reader.regulons.targets_of(0)[1]);
        const auto own = static_cast<std::size_t>(m_reader.regulons.own[0]);
        without.genes[token] = without.genes[own] = -1;
        compare(cut(without, head(0.5)), without, head(0.5), 5e-5);
        Job job;
        const EvidenceParts parts = evidence_parts(without, 0, m_source, all_rows(), job);
        QCOMPARE(parts.expression[1], 0.0);
        QCOMPARE(parts.targets[1], 0.0);
        QCOMPARE(parts.own, 0.0);
        Matrix at_mean = m_x;
        for (std::size_t c = 0; c < cells; ++c) {
            at_mean(c, static_cast<std::size_t>(m_reader.genes[token])) = m_reader.mean[token];
            at_mean(c, static_cast<std::size_t>(m_reader.genes[own])) = m_reader.mean[own];
        }
        const InMemoryMatrix same(to_sparse(at_mean));
        for (std::uint32_t c = 0; c < cells; c += 5) {
            const Contributions missing = contributions(without, head(0.5), m_source, c),
                                mean = contributions(m_reader, head(0.5), same, c);
            for (std::size_t k = 0; k < classes; ++k) REGULUS_CLOSE(missing.logits[k], mean.logits[k], 2e-5);
        }
    }

    void evidence_is_the_sum_of_its_parts_data() {
        QTest::addColumn<float>("limit");
        QTest::newRow("limit as it is") << m_reader.evidence_clip;
        QTest::newRow("a limit that most evidence passes") << 0.3F;
    }
    void evidence_is_the_sum_of_its_parts() {
        QFETCH(float, limit);
        RegulonReader reader = m_reader;
        reader.evidence_clip = limit;
        const std::vector<std::uint32_t> rows{0, 4, 8, 61};
        const Matrix evidence = read(reader, {}).evidence;
        for (std::size_t t = 0; t < tfs; ++t) {
            Job job;
            const EvidenceParts parts = evidence_parts(reader, t, m_source, rows, job);
            QCOMPARE(parts.targets.size(), reader.regulons.targets_of(t).size());
            QCOMPARE(parts.expression.size(), parts.targets.size());
            double expected = 0, own = 0;
            Row z(parts.targets.size(), 0);
            for (const std::uint32_t c : rows) {
                const DenseCell cell(reader, m_head, m_x.row(c));
                expected += evidence(c, t) / 4.0;
                for (std::size_t i = 0; i < z.size(); ++i)
                    z[i] += cell.z[static_cast<std::size_t>(reader.regulons.targets_of(t)[i])] / 4.0;
                if (t == outside) continue;
                for (std::size_t h = 0; h < reader.heads; ++h)
                    own += reader.own[t * reader.heads + h] / static_cast<double>(reader.heads) *
                           cell.z[static_cast<std::size_t>(reader.regulons.own[t])] / 4.0;
            }
            REGULUS_CLOSE(
                std::accumulate(parts.targets.begin(), parts.targets.end(), 0.0) + parts.own + parts.constant,
                expected, 1e-5 * (1 + std::abs(expected)));
            REGULUS_CLOSE(parts.own, own, 1e-5);
            for (std::size_t i = 0; i < z.size(); ++i) REGULUS_CLOSE(parts.expression[i], z[i], 1e-5);
        }
    }
};

QTEST_APPLESS_MAIN(ReaderDecisionsTest)
#include "tst_reader_decisions.moc"

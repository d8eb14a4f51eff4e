// Groups beside rewired priors: which cells take part, and that both sides are of the same.
#include "core/workflow/tf_reference.h"

#include <QTest>

#include <algorithm>
#include <numeric>

#include "core/data/normalise.h"
#include "core/interpret/attention_of_groups.h"
#include "core/interpret/rewired_groups.h"
#include "core/workflow/model_results.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

namespace {

// The cells of a source, over and over.
class Repeated final : public MatrixSource {
  public:
    Repeated(std::shared_ptr<const MatrixSource> once, std::size_t times)
        : m_once(std::move(once)), m_times(times) {}
    std::size_t cells() const override { return m_once->cells() * m_times; }
    std::size_t genes() const override { return m_once->genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        std::vector<std::uint32_t> rows(end - begin);
        std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(begin));
        for (std::uint32_t& row : rows) row %= static_cast<std::uint32_t>(m_once->cells());
        return m_once->rows(rows);
    }

  private:
    std::shared_ptr<const MatrixSource> m_once;
    std::size_t m_times;
};

}  // namespace

class TfReferenceTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_once = log_normalised(m_data->assays[0]);

    TfResults read(const MatrixSource& expression) {
        Job job;
        return prior_results(expression, m_data->assays[0].var->index, *test::regulonPrior(), job);
    }

  private Q_SLOTS:
    void both_sides_are_of_the_same_cells() {
        Job job;
        const TfResults results = read(*m_once);
        const auto rewired = rewired_prior_readers(*results.reader, *m_once, job);
        std::vector<std::int32_t> groups(90);
        for (std::size_t c = 0; c < 90; ++c) groups[c] = c < 6 ? -1 : static_cast<std::int32_t>(c % 3);
        const std::vector<std::uint8_t> counted{1, 1, 0, 0};
        const TfReference reference = tf_reference(results, rewired, {}, *m_once, groups, counted, job);
        QCOMPARE(reference.shown.cells, (std::vector<std::size_t>{28, 28, 28, 0}));
        const GroupMeans expected = group_means(results.attention, groups, 4, job);
        QCOMPARE(reference.shown.means, expected.means);
        QCOMPARE(reference.shown.sds, expected.sds);
        const auto others =
            attention_of_groups(rewired, results.families(), *m_once, all_cells(90), groups, 4, job);
        QCOMPARE(reference.rewired.size(), rewired_priors);
        for (std::size_t r = 0; r < others.size(); ++r) {
            QCOMPARE(reference.rewired[r].cells, reference.shown.cells);
            QCOMPARE(reference.rewired[r].means, others[r].means);
        }
        // Of exchanges the counts alone are kept: those of all their means.
        QCOMPARE(reference.renamed.count, renamed_priors);
        const auto renamed = renamed_attention_of_groups(results.reader->reader, results.families(), *m_once,
                                                         all_cells(90), groups, 4, job);
        const auto means = renamed_group_means(results.reader->reader, results.families(), *m_once,
                                               all_cells(90), groups, 4, job);
        for (std::size_t r = 0; r < renamed.size(); ++r) QCOMPARE(means[r], renamed[r].means);
        for (const Contrast contrast : {Contrast::Level, Contrast::Deviation})
            QCOMPARE(contrast == Contrast::Level ? reference.renamed.level : reference.renamed.deviation,
                     compare_groups(reference.shown, renamed, {}, counted, contrast).above);
        // The reader itself beside what was read with it.
        const auto again = attention_of_groups(std::span(&results.reader->reader, 1), results.families(),
                                               *m_once, all_cells(90), groups, 4, job);
        QCOMPARE(again.front().means, reference.shown.means);
    }

    void of_many_cells_every_group_has_its_share() {
        const Repeated many(m_once, 120);  // 10,800 cells
        const TfResults results = read(many);
        Job job;
        auto rewired = rewired_prior_readers(*results.reader, *m_once, job);
        rewired.resize(2);
        std::vector<std::int32_t> groups(many.cells(), 0);
        for (std::size_t c = 0; c < groups.size(); ++c)
            groups[c] = c % 1200 == 7 ? 2 : static_cast<std::int32_t>(c % 2);
        const std::vector<std::uint8_t> all(3, 1);
        const TfReference reference = tf_reference(results, rewired, {}, many, groups, all, job);
        const auto& cells = reference.shown.cells;
        QVERIFY(cells[0] + cells[1] + cells[2] <= 10000 && cells[0] + cells[1] > 9900);
        QVERIFY(cells[2] >= 8);  // of nine
        QCOMPARE(reference.rewired.front().cells, cells);
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(tf_reference(results, rewired, {}, many, groups, all, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TfReferenceTest)
#include "tst_tf_reference.moc"

// Which of a file's matrices a model learns from: by what they are, not by their names' alphabet.
#include <QTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/data/dataset.h"

using namespace regulus;

namespace {

Assay assay(const char* name, ValueKind kind, double molecules) {
    return {
        name,     std::make_shared<InMemoryMatrix>(CsrMatrix()), std::make_shared<const Table>(), kind, {},
        molecules};
}

constexpr auto counts = ValueKind::Counts, logs = ValueKind::LogNormalised, scaled = ValueKind::Scaled,
               levels = ValueKind::Levels;

}  // namespace

class ModellingAssayTest : public QObject {
    Q_OBJECT

    static std::string chosen(std::vector<Assay> assays) {
        Dataset dataset;
        dataset.obs.index = {"cell"};
        dataset.assays = std::move(assays);
        std::string name = modelling_assay(dataset).name;
        // In whatever order they stand, but for X, which is first.
        const bool has_x = dataset.assays.front().name == "X";
        std::reverse(dataset.assays.begin() + (has_x ? 1 : 0), dataset.assays.end());
        return modelling_assay(dataset).name == name ? name : "by order";
    }

  private Q_SLOTS:
    void velocity() {
        const std::vector<Assay> parts{assay("ambiguous", counts, 45), assay("spliced", counts, 1760),
                                       assay("unspliced", counts, 450)};
        auto with = [&](std::initializer_list<Assay> more) {
            std::vector<Assay> all(more);
            all.insert(all.end(), parts.begin(), parts.end());
            return chosen(std::move(all));
        };
        QCOMPARE(with({assay("X", logs, 2250), assay("matrix", counts, 2255)}), std::string("matrix"));
        // X was made of the spliced counts.
        QCOMPARE(with({assay("X", logs, 1760)}), std::string("spliced"));
        // Of all of them, but these are not in the file.
        QCOMPARE(with({assay("X", logs, 2255)}), std::string("X"));
        QCOMPARE(with({assay("X", scaled, 0)}), std::string("spliced"));
        QCOMPARE(with({assay("X", counts, 1760)}), std::string("X"));
        // Nuclei: more of it is unspliced.
        QCOMPARE(
            chosen({assay("X", scaled, 0), assay("spliced", counts, 700), assay("unspliced", counts, 2900)}),
            std::string("spliced"));
    }

    void names_say_little() {
        QCOMPARE(chosen({assay("X", logs, 2250), assay("a", counts, 45), assay("b", counts, 450),
                         assay("c", counts, 2250)}),
                 std::string("c"));
        QCOMPARE(chosen({assay("X", scaled, 0), assay("a", counts, 45), assay("z", counts, 2250)}),
                 std::string("z"));
        QCOMPARE(chosen({assay("X", scaled, 0), assay("alpha", counts, 2250), assay("counts", counts, 2250)}),
                 std::string("counts"));
        QCOMPARE(chosen({assay("X", logs, 1800), assay("nascent", counts, 300), assay("raw", counts, 2250)}),
                 std::string("raw"));
    }

    void masks_and_bins_are_the_last_choice() {
        QCOMPARE(chosen({assay("X", logs, 0), assay("binary", levels, 800)}), std::string("X"));
        QCOMPARE(chosen({assay("X", levels, 800), assay("counts", counts, 2250)}), std::string("counts"));
        QCOMPARE(chosen({assay("X", scaled, 0), assay("X_binned", levels, 15000)}), std::string("X_binned"));
    }

    void nothing_to_learn_from() {
        QVERIFY_EXCEPTION_THROWN(chosen({assay("X", scaled, 0)}), Error);
        QVERIFY_EXCEPTION_THROWN(chosen({assay("X", ValueKind::Empty, 0)}), Error);
    }
};

QTEST_APPLESS_MAIN(ModellingAssayTest)
#include "tst_modelling_assay.moc"

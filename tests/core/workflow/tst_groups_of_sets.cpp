// Groups from sets of cells and from categories.
#include <QTest>

#include "core/base/error.h"
#include "core/workflow/groups_of_sets.h"

using namespace regulus;

namespace {

CellSet cells(std::initializer_list<std::uint32_t> rows) {
    return CellSet::of(8, std::vector<std::uint32_t>(rows));
}

Categorical types() {
    return {{"NA", "T 10", "T 2", "never"}, {1, 1, 0, 2, 2, -1, 1, 2}, {}, false};
}

}  // namespace

class TestGroupsOfSets : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void two_sides() {
        const CellGroups groups = two_sets(cells({1, 3}), "mine", cells({0, 5, 7}), "others");
        QVERIFY(groups.pair);
        QCOMPARE(groups.names, (std::vector<std::string>{"mine", "others"}));
        QCOMPARE(groups.codes, (std::vector<std::int32_t>{1, 0, -1, 0, -1, 1, -1, 1}));
        QCOMPARE(groups.cells, (std::vector<std::size_t>{2, 3}));
    }

    void sides_that_cannot_be_compared() {
        const auto problem = [](const CellSet& a, const CellSet& b) {
            try {
                two_sets(a, "A", b, "B");
            } catch (const Error& error) {
                return QString::fromStdString(error.problem());
            }
            return QString();
        };
        QCOMPARE(problem(cells({1, 3}), cells({3, 4})), QString("A cell is in both A and B"));
        QCOMPARE(problem(cells({1, 3}), cells({1, 3})), QString("2 cells are in both A and B"));
        QCOMPARE(problem(cells({1}), cells({})), QString("There are no cells in B"));
        QCOMPARE(problem(cells({}), cells({2})), QString("There are no cells in A"));
    }

    // In the order of numbers, without what is no label and what has no cells.
    void every_category() {
        const CellGroups groups = groups_of_categories(types(), "type", CellSet::all(8));
        QVERIFY(!groups.pair);
        QCOMPARE(groups.column, std::string("type"));
        QCOMPARE(groups.names, (std::vector<std::string>{"T 2", "T 10"}));
        QCOMPARE(groups.codes, (std::vector<std::int32_t>{1, 1, -1, 0, 0, -1, 1, 0}));
        QCOMPARE(groups.cells, (std::vector<std::size_t>{3, 3}));
        QCOMPARE(groups.warnings, (std::vector<std::string>{"2 cells without a value of type take no part"}));
    }

    void among_some_cells() {
        const CellGroups groups = groups_of_categories(types(), "type", cells({0, 3, 4, 5}));
        QCOMPARE(groups.cells, (std::vector<std::size_t>{2, 1}));
        QCOMPARE(groups.codes, (std::vector<std::int32_t>{1, -1, -1, 0, 0, -1, -1, -1}));
        QCOMPARE(groups.warnings, (std::vector<std::string>{"1 cell without a value of type takes no part"}));
        QVERIFY_EXCEPTION_THROWN(groups_of_categories(types(), "type", cells({3, 4})), Error);
    }

    void cells_of_which_nobody_knows() {
        QCOMPARE(cells_without_label(types()).rows(), (std::vector<std::uint32_t>{2, 5}));
    }
};

QTEST_APPLESS_MAIN(TestGroupsOfSets)
#include "tst_groups_of_sets.moc"

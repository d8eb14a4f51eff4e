// Genes of groups as plots ask for them: names, second columns, markers, and counts of two columns.
#include <QTest>
#include <cmath>
#include <functional>

#include "core/base/error.h"
#include "core/workflow/cross_table.h"
#include "core/workflow/group_summary.h"

using namespace regulus;

namespace {

// Twelve cells in groups of four, gene 0 marks the first, gene 1 the second; gene 2 is constant.
ComparedValues made_values() {
    Matrix x(12, 3);
    for (std::size_t c = 0; c < 12; ++c) {
        x(c, 0) = std::log1p(c < 4 ? 7.0F + float(c) : 0.0F);
        x(c, 1) = std::log1p(c >= 4 && c < 8 ? 3.0F + float(c) : 0.0F);
        x(c, 2) = 1;
    }
    ComparedValues values;
    values.matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
    values.names = {"CD79A", "NKG7", "ACTB"};
    values.counts = true;
    values.values = "X";
    return values;
}

CellGroups made_groups() {
    CellGroups groups;
    groups.column = "cell_type";
    groups.names = {"B", "NK", "T"};
    for (int c = 0; c < 12; ++c) groups.codes.push_back(c / 4);
    count_cells(groups);
    return groups;
}

CellGroups made_split() {
    CellGroups split;
    split.column = "disease";
    split.names = {"healthy", "SLE"};
    for (int c = 0; c < 12; ++c) split.codes.push_back(c == 11 ? -1 : c % 2);
    count_cells(split);
    return split;
}

std::string said_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

}  // namespace

class GroupSummaryTest : public QObject {
    Q_OBJECT
    Job m_job;

  private Q_SLOTS:
    void names_in_their_order_each_once() {
        const GroupSummary made =
            summarise_groups(made_values(), {"ACTB", "CD79A", "ACTB"}, made_groups(), {}, false, m_job);
        QCOMPARE(made.names, (std::vector<std::string>{"ACTB", "CD79A"}));
        QCOMPARE(made.at(0, 2).mean, 1.0);
        QCOMPARE(made.at(1, 0).share(), 1.0);
        QCOMPARE(made.at(1, 1).share(), 0.0);
        QVERIFY(std::abs(made.at(1, 0).linear - 8.5) < 1e-5);
        QVERIFY(made.at(1, 0).density.empty());
        QCOMPARE(made.parts(), std::size_t{1});
    }

    void a_second_column_divides_each_group() {
        const GroupSummary made =
            summarise_groups(made_values(), {"CD79A"}, made_groups(), made_split(), true, m_job);
        QCOMPARE(made.parts(), std::size_t{2});
        QCOMPARE(made.at(0, 0, 0).cells, std::size_t{2});
        QVERIFY(std::abs(made.at(0, 0, 0).linear - 8) < 1e-5);  // cells 0 and 2
        QVERIFY(std::abs(made.at(0, 0, 1).linear - 9) < 1e-5);
        QCOMPARE(made.at(0, 2, 1).cells, std::size_t{1});  // one has no value in it
        QCOMPARE(made.at(0, 0, 0).density.size(), density_points);
    }

    void what_is_not_there_is_told() {
        const auto ask = [&](const char* name) {
            return said_by([&] { summarise_groups(made_values(), {name}, made_groups(), {}, false, m_job); });
        };
        QVERIFY(ask("cd79a").find("It is written CD79A") != std::string::npos);
        QVERIFY(ask("SPI1").find("no gene 'SPI1'") != std::string::npos);
        CellGroups none = made_groups();
        none.codes.assign(12, -1);
        QVERIFY(said_by([&] {
                    summarise_groups(made_values(), {"ACTB"}, none, {}, false, m_job);
                }).find("No cell") != std::string::npos);
    }

    void values_that_are_no_numbers_are_told() {
        ComparedValues values = made_values();
        Matrix x = to_dense(values.matrix->block(0, 12));
        x(3, 1) = std::nanf("");
        values.matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
        const GroupSummary made = summarise_groups(values, {"CD79A", "NKG7"}, made_groups(), {}, true, m_job);
        QVERIFY(std::isnan(made.at(1, 1).mean) && !std::isnan(made.at(0, 1).mean));
        QVERIFY(made.warnings.size() == 1 && made.warnings[0].find("NKG7") != std::string::npos);
    }

    void markers_group_after_group() {
        const GroupComparison compared = compare_cells(made_values(), made_groups(), {}, nullptr, {}, m_job);
        QCOMPARE(top_markers(compared, 2), (std::vector<std::string>{"CD79A", "NKG7"}));
    }

    void counts_of_two_columns() {
        const CrossTable table = cross_table(made_groups(), made_split());
        QCOMPARE(table.rows.size(), std::size_t{3});
        QCOMPARE(table.at(0, 1), std::size_t{2});
        QCOMPARE(table.at(2, 1), std::size_t{1});
        QCOMPARE(table.left_out, std::size_t{1});
        QCOMPARE(table.row_cells(2), std::size_t{3});
        QCOMPARE(table.column_cells(0), std::size_t{6});
        QCOMPARE(table.row_column, std::string("cell_type"));
    }
};

QTEST_GUILESS_MAIN(GroupSummaryTest)
#include "tst_group_summary.moc"

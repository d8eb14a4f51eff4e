// Groups of cells beside rewired priors: the numbers against plain loops over every cell, reader and field.
#include "core/interpret/rewired_groups.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/interpret/attention_of_groups.h"
#include "core/regulons/rewired_readers.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

namespace {

constexpr std::size_t tfs = 3, groups = 4;
const TfFamilies alone = TfFamilies::none(tfs);

std::vector<std::size_t> all_of(std::size_t columns) {
    return TfFamilies::none(columns).entries();
}

// Blocks of seven cells, so that groups come in parts.
class SmallBlocks final : public MatrixSource {
  public:
    explicit SmallBlocks(std::shared_ptr<const MatrixSource> whole) : m_whole(std::move(whole)) {}
    std::size_t cells() const override { return m_whole->cells(); }
    std::size_t genes() const override { return m_whole->genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_whole->block(begin, end); }
    std::size_t preferred_block() const override { return 7; }

  private:
    std::shared_ptr<const MatrixSource> m_whole;
};

GroupMeans noise(std::uint64_t seed, std::size_t columns) {
    Random random(seed);
    GroupMeans means{columns, {}, {}, {20, 15, 3, 0}};
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t t = 0; t < columns; ++t) {
            means.means.push_back(means.cells[g] > 0 ? random.normal() : 0);
            means.sds.push_back(means.cells[g] > 0 ? 0.5 + random.uniform() : 0);
        }
    }
    return means;
}

// What is shown of a field: its mean, less that of the first two groups, which count.
double field(const GroupMeans& means, std::size_t g, std::size_t t, Contrast contrast) {
    if (contrast == Contrast::Level) return means.mean(g, t);
    return means.mean(g, t) - (means.mean(0, t) + means.mean(1, t)) / 2;
}

double share(const GroupMeans& means, std::size_t t) {
    const double n = 35, mean = (20 * means.mean(0, t) + 15 * means.mean(1, t)) / n;
    const double between =
        20 * std::pow(means.mean(0, t) - mean, 2) + 15 * std::pow(means.mean(1, t) - mean, 2);
    const double within = 19 * std::pow(means.sd(0, t), 2) + 14 * std::pow(means.sd(1, t), 2);
    return between / (between + within);
}

bool reaches(double other, double shown) {
    return std::signbit(other) == std::signbit(shown) && std::abs(other) >= std::abs(shown);
}

}  // namespace

class RewiredGroupsTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);

    std::vector<RegulonReader> readers() {
        Job job;
        const RegulonSet set =
            regulon_set(*test::regulonPrior(), m_data->assays[0].var->index, {5, false, true});
        return rewired_readers(*m_expression, set, alone, CellSet(90).inverted(), {}, 3, 1, job);
    }

  private Q_SLOTS:
    void group_means_are_those_of_every_cell() {
        const auto made = readers();
        std::vector<std::uint32_t> rows;
        std::vector<std::int32_t> of;
        for (std::uint32_t c = 89; c > 4; c -= 2) {
            rows.push_back(c);
            of.push_back(c % 5 == 0 ? -1 : static_cast<std::int32_t>(c % 3));
        }
        Job job;
        const SmallBlocks blocks(m_expression);
        const auto means = attention_of_groups(made, alone, blocks, rows, of, groups, job);
        QCOMPARE(means.size(), made.size());
        for (std::size_t r = 0; r < made.size(); ++r) {
            Matrix attention(rows.size(), tfs);
            read_regulons(made[r], *m_expression, rows, {}, job, [&](std::size_t first, const Reading& part) {
                std::ranges::copy(part.attention.values, attention.row(first).begin());
            });
            for (std::size_t g = 0; g < groups; ++g) {
                for (std::size_t t = 0; t < tfs; ++t) {
                    double sum = 0, squares = 0, n = 0;
                    for (std::size_t i = 0; i < rows.size(); ++i) {
                        if (of[i] != static_cast<std::int32_t>(g)) continue;
                        const double ratio = std::log2(static_cast<double>(attention(i, t)) * 3);
                        sum += ratio;
                        squares += ratio * ratio;
                        ++n;
                    }
                    QCOMPARE(means[r].cells[g], static_cast<std::size_t>(n));
                    if (n == 0) continue;
                    QVERIFY(std::abs(means[r].mean(g, t) - sum / n) < 1e-5);
                    const double sd = std::sqrt((squares - sum * sum / n) / (n - 1));
                    QVERIFY(std::abs(means[r].sd(g, t) - sd) < 1e-4);
                }
            }
        }
    }

    void the_bytes_are_the_same_for_any_number_of_threads() {
        const auto made = readers();
        std::vector<std::uint32_t> rows(90);
        std::iota(rows.begin(), rows.end(), 0U);
        std::vector<std::int32_t> of(90);
        for (std::size_t c = 0; c < 90; ++c) of[c] = static_cast<std::int32_t>(c % groups);
        Job job;
        set_thread_count(1);
        const auto one = attention_of_groups(made, alone, *m_expression, rows, of, groups, job);
        set_thread_count(5);
        const auto five = attention_of_groups(made, alone, *m_expression, rows, of, groups, job);
        set_thread_count(0);
        for (std::size_t r = 0; r < made.size(); ++r) {
            QCOMPARE(one[r].means, five[r].means);
            QCOMPARE(one[r].sds, five[r].sds);
        }
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(attention_of_groups(made, alone, *m_expression, rows, of, groups, job),
                                 Cancelled);
    }

    void counts_are_those_of_plain_loops_data() {
        QTest::addColumn<int>("contrast");
        QTest::newRow("level") << int(Contrast::Level);
        QTest::newRow("deviation") << int(Contrast::Deviation);
    }

    void counts_are_those_of_plain_loops() {
        QFETCH(const int, contrast);
        const auto of = static_cast<Contrast>(contrast);
        constexpr std::size_t columns = 30, rewired = 5;
        GroupMeans shown = noise(99, columns);
        for (double& mean : shown.means) mean *= 2;
        std::vector<GroupMeans> others;
        for (std::size_t r = 0; r < rewired; ++r) others.push_back(noise(r, columns));
        const std::vector<std::uint8_t> counted{1, 1, 0, 0};
        const RewiredGroups found = compare_groups(shown, others, all_of(columns), counted, of);
        int stand = 0;
        for (std::size_t t = 0; t < columns; ++t) {
            for (std::size_t g = 0; g < 3; ++g) {
                std::int32_t above = 0;
                for (const GroupMeans& other : others)
                    above += reaches(field(other, g, t, of), field(shown, g, t, of));
                QCOMPARE(found.at(g, t), above);
                stand += above == 0;
            }
            QCOMPARE(found.at(3, t), -1);  // no cells
        }
        QVERIFY(stand > 0 && stand < 90);
        // By chance, among the first TFs of each rewired prior.
        for (const std::size_t most : {std::size_t{1}, std::size_t{12}, columns}) {
            for (std::size_t r = 0; r < rewired; ++r) {
                double sum = 0;
                std::vector<std::size_t> order(columns);
                std::iota(order.begin(), order.end(), std::size_t{0});
                std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
                    return share(others[r], a) > share(others[r], b);
                });
                for (std::size_t i = 0; i < most; ++i) {
                    QVERIFY(std::abs(found.shares[r][i] - share(others[r], order[i])) < 1e-12);
                    for (std::size_t g = 0; g < 3; ++g) {
                        bool stands = true;
                        for (std::size_t o = 0; o < rewired; ++o)
                            stands = stands && (o == r || !reaches(field(others[o], g, order[i], of),
                                                                   field(others[r], g, order[i], of)));
                        sum += stands;
                    }
                }
                QCOMPARE(found.standing[r][most], sum);
            }
        }
        QCOMPARE(found.standing[0][0], 0.0);
    }

    // What stands by chance, and how much they differ, are those of the entries.
    void members_of_families_are_compared_and_not_counted() {
        constexpr std::size_t columns = 30;
        const GroupMeans shown = noise(99, columns);
        std::vector<GroupMeans> others;
        for (std::size_t r = 0; r < 5; ++r) others.push_back(noise(r, columns));
        const std::vector<std::uint8_t> counted{1, 1, 0, 0};
        const std::vector<std::size_t> entries{3, 7, 20};
        const RewiredGroups all =
            compare_groups(shown, others, all_of(columns), counted, Contrast::Deviation);
        const RewiredGroups some = compare_groups(shown, others, entries, counted, Contrast::Deviation);
        QCOMPARE(some.above, all.above);
        for (std::size_t r = 0; r < others.size(); ++r) {
            std::vector<double> shares;
            for (const std::size_t t : entries) shares.push_back(share(others[r], t));
            std::ranges::sort(shares, std::greater<>());
            QCOMPARE(some.shares[r].size(), entries.size());
            for (std::size_t i = 0; i < shares.size(); ++i)
                QVERIFY(std::abs(some.shares[r][i] - shares[i]) < 1e-12);
            double stand = 0;
            for (const std::size_t t : entries)
                for (std::size_t g = 0; g < 3; ++g)
                    stand += std::ranges::none_of(others, [&](const GroupMeans& other) {
                        return &other != &others[r] && reaches(field(other, g, t, Contrast::Deviation),
                                                               field(others[r], g, t, Contrast::Deviation));
                    });
            QCOMPARE(some.standing[r].back(), stand);
            QCOMPARE(some.standing[r].size(), entries.size() + 1);
        }
    }

    // Two groups deviate alike from their mean: the same answer for both, that of their difference.
    void of_two_groups_it_is_the_difference() {
        GroupMeans shown{1, {1, 3}, {1, 1}, {20, 20}};
        std::vector<GroupMeans> others(3, shown);
        others[0].means = {0, 1.9};
        others[1].means = {5, 7.1};
        others[2].means = {3, 1};
        const RewiredGroups found =
            compare_groups(shown, others, all_of(1), std::vector<std::uint8_t>{1, 1}, Contrast::Deviation);
        QCOMPARE(found.above, (std::vector<std::int32_t>{1, 1}));
    }

    void nothing_stands_where_nothing_is_shown() {
        const GroupMeans flat{1, {2, 2}, {1, 1}, {20, 20}};
        GroupMeans less = flat;
        less.means = {3, 1};
        const RewiredGroups found = compare_groups(flat, std::vector{less, flat, less}, all_of(1),
                                                   std::vector<std::uint8_t>{1, 1}, Contrast::Deviation);
        QCOMPARE(found.above, (std::vector<std::int32_t>{3, 3}));
        for (const auto& standing : found.standing) QCOMPARE(standing[1], 0.0);
    }
};

QTEST_APPLESS_MAIN(RewiredGroupsTest)
#include "tst_rewired_groups.moc"

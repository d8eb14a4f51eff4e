// Shares of groups over donors and conditions: which donors are tested, the numbers of limma on real donors,
// and donors that have nothing to say.
#include <QTest>
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/workflow/composition.h"
#include "tests/core/stats/composition_values.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

struct Cells {
    const char *type, *condition, *donor;
    int count;
};

Table made(const std::vector<Cells>& parts) {
    Table obs;
    Text types, conditions, donors;
    for (const Cells& part : parts)
        for (int i = 0; i < part.count; ++i) {
            obs.index.push_back("c" + std::to_string(obs.index.size()));
            types.values.emplace_back(part.type);
            conditions.values.emplace_back(part.condition);
            donors.values.emplace_back(part.donor);
        }
    obs.columns = {{"type", types}, {"condition", conditions}, {"donor", donors}};
    obs.columns.push_back({"depth", Numeric{std::vector<double>(obs.index.size(), 0.5)}});
    return obs;
}

struct Request {
    std::string groups, condition;
    CompositionOptions options;
};

Composition of(const Table& obs, const Request& request) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t c = 0; c < obs.size(); ++c) rows.push_back(c);
    Job job;
    return composition(obs, groups_of_column(obs, request.groups, rows),
                       groups_of_column(obs, request.condition, rows), request.options, job);
}
const Request usual{"type", "condition", {"donor", "", 10, ShareTransform::Logit}};

// Cells of B and T of each donor in a condition.
void add(std::vector<Cells>& parts, const char* condition, const char* donor, int b, int t) {
    parts.push_back({"B", condition, donor, b});
    parts.push_back({"T", condition, donor, t});
}

bool mentions(const Composition& made, const char* words) {
    return std::ranges::any_of(made.warnings,
                               [&](const auto& text) { return text.find(words) != std::string::npos; });
}

std::string said_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

// Whether the k-th of the names is in the condition is told by the k-th bit.
void divide(Table& obs, const std::string& donors, unsigned bits) {
    const auto categories = as_categorical(*obs.find(donors));
    std::map<std::string, std::size_t> places;
    for (const std::string& name : categories->categories) places.emplace(name, 0);
    std::size_t place = 0;
    for (auto& entry : places) entry.second = place++;
    Text sides;
    for (const std::int32_t code : categories->codes)
        sides.values.emplace_back(
            (bits >> places[categories->categories[static_cast<std::size_t>(code)]]) & 1U ? "b" : "a");
    put(obs.columns, {"side", sides});
}

}  // namespace

class CompositionWorkflowTest : public QObject {
    Q_OBJECT
    Table kang() const {
        Job job;
        return read_dataset(test::data_file("kang_sle/kang_sle_pbmc.h5ad").toStdString(), {}, job)->obs;
    }
    const Request m_kang{"cell_type", "side", {"donor_id", "", 10, ShareTransform::Logit}};

  private Q_SLOTS:
    void the_numbers_of_limma_on_real_donors() {
        REGULUS_NEED_DATA(test::data_file("kang_sle/kang_sle_pbmc.h5ad"));
        Table obs = kang();
        divide(obs, "donor_id", 0xF0);
        const Composition made = of(obs, m_kang);
        QCOMPARE(made.contrasts.size(), std::size_t{1});
        const CompositionContrast& contrast = made.contrasts[0];
        QVERIFY(contrast.tested && !contrast.paired && contrast.samples == 4 && contrast.others == 4);
        // The script has the groups by name.
        std::vector<CompositionTest> tests = contrast.tests;
        std::ranges::sort(tests, {},
                          [&](const CompositionTest& one) { return made.groups.names[one.group]; });
        QCOMPARE(tests.size(), kang_p.size());
        double far = 0;
        for (std::size_t i = 0; i < tests.size(); ++i)
            far = std::max({far, std::abs(tests[i].difference - kang_coefficients[i]),
                            std::abs(tests[i].t - kang_t[i]), std::abs(tests[i].p - kang_p[i])});
        qInfo("largest difference %.2g", far);
        QVERIFY(far < 1e-8);
        double sum = 0;
        for (const ConditionShare& one : made.shares[1]) sum += one.share;
        QVERIFY(std::abs(sum - 1) < 1e-12);
    }

    // All 35 ways to divide the eight donors in halves.
    void halves_of_donors_do_not_differ() {
        REGULUS_NEED_DATA(test::data_file("kang_sle/kang_sle_pbmc.h5ad"));
        Table obs = kang();
        for (const ShareTransform transform : {ShareTransform::Logit, ShareTransform::ArcsineRoot}) {
            Request request = m_kang;
            request.options.transform = transform;
            std::size_t below = 0, all = 0;
            for (unsigned bits = 0; bits < 128; ++bits) {
                if (std::popcount(bits) != 4) continue;
                divide(obs, "donor_id", bits);
                for (const CompositionTest& one : of(obs, request).contrasts[0].tests) {
                    below += one.p < 0.05 ? 1 : 0;
                    ++all;
                }
            }
            const double share = static_cast<double>(below) / static_cast<double>(all);
            qInfo("%s: %zu of %zu below .05 (%.3f)", to_string(transform), below, all, share);
            QCOMPARE(all, std::size_t{280});
            QVERIFY(share <= (transform == ShareTransform::Logit ? 0.08 : 0.06));
        }
    }

    void pairs_where_donors_have_both() {
        std::vector<Cells> parts;
        add(parts, "before", "d1", 50, 50);
        add(parts, "after", "d1", 70, 30);
        add(parts, "before", "d2", 20, 80);
        add(parts, "after", "d2", 36, 64);
        add(parts, "before", "d3", 60, 40);
        add(parts, "after", "d3", 85, 15);
        Request request = usual;
        request.options.reference = "before";
        const Composition pairs = of(made(parts), request);
        QVERIFY(pairs.contrasts[0].paired && pairs.contrasts[0].samples == 3);
        QVERIFY(pairs.contrasts[0].tests[0].difference > 0 && pairs.contrasts[0].tests[0].p < 0.05);
        // Donors apart hide it.
        for (Cells& part : parts)
            if (std::string(part.condition) == "after")
                part.donor = part.donor[1] == '1' ? "e1" : part.donor[1] == '2' ? "e2" : "e3";
        const Composition apart = of(made(parts), request);
        QVERIFY(!apart.contrasts[0].paired && apart.contrasts[0].tests[0].p > 0.1);
        const double difference = apart.contrasts[0].tests[0].difference;
        QVERIFY(std::abs(difference - pairs.contrasts[0].tests[0].difference) < 1e-9);
    }

    void a_donor_without_the_group() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 0, 40);
        add(parts, "a", "d2", 20, 30);
        add(parts, "b", "d3", 30, 0);
        add(parts, "b", "d4", 10, 50);
        for (const ShareTransform transform : {ShareTransform::Logit, ShareTransform::ArcsineRoot}) {
            Request request = usual;
            request.options.transform = transform;
            const Composition one = of(made(parts), request);
            QCOMPARE(one.samples.size(), std::size_t{4});
            QCOMPARE(one.samples[0].share(0), 0.0);
            QCOMPARE(one.samples[2].share(0), 1.0);
            for (const CompositionTest& test : one.contrasts[0].tests)
                QVERIFY(std::isfinite(test.p) && std::isfinite(test.q) && test.q >= test.p);
        }
    }

    void what_is_not_tested() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 40);
        add(parts, "b", "d1", 20, 30);
        const Composition one = of(made(parts), usual);
        QVERIFY(!one.contrasts[0].tested && one.contrasts[0].tests.empty());
        QVERIFY(mentions(one, "b is not tested against a: fewer than two donors"));
        QCOMPARE(one.shares[0][0].share, 30.0 / 70);
        QVERIFY(std::isnan(one.shares[0][0].interval.high));  // one donor
        // Two more, of too few cells.
        add(parts, "a", "d2", 3, 4);
        add(parts, "b", "d2", 3, 6);
        const Composition few = of(made(parts), usual);
        QVERIFY(
            mentions(few, "2 samples of a donor in a condition have fewer than 10 cells and are left out"));
        QVERIFY(!few.contrasts[0].tested);
        // The same shares in all donors.
        std::vector<Cells> same;
        add(same, "a", "d1", 10, 20);
        add(same, "a", "d2", 10, 20);
        add(same, "b", "d3", 20, 10);
        add(same, "b", "d4", 20, 10);
        QVERIFY(mentions(of(made(same), usual), "the shares do not vary between donors"));
    }

    void every_condition_against_the_reference() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 40);
        add(parts, "a", "d2", 35, 30);
        add(parts, "b", "d3", 20, 50);
        add(parts, "b", "d4", 15, 60);
        add(parts, "c", "d5", 20, 30);
        Request request = usual;
        request.options.reference = "b";
        const Composition three = of(made(parts), request);
        QCOMPARE(three.conditions.names[three.reference], std::string("b"));
        QCOMPARE(three.contrasts.size(), std::size_t{2});
        QVERIFY(three.contrasts[0].tested && !three.contrasts[1].tested);
        QVERIFY(three.contrasts[0].tests[0].share > three.contrasts[0].tests[0].share_reference);
        request.options.reference = "z";
        QVERIFY(said_by([&] { of(made(parts), request); }).find("has no value 'z'") != std::string::npos);
    }

    // As two selections are: the first against the second.
    void a_pair_of_groups() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 40);
        add(parts, "a", "d2", 35, 30);
        add(parts, "b", "d3", 20, 50);
        add(parts, "b", "d4", 15, 60);
        add(parts, "c", "d5", 15, 60);
        const Table obs = made(parts);
        std::vector<std::uint32_t> rows;
        for (std::uint32_t c = 0; c < obs.size(); ++c) rows.push_back(c);
        Job job;
        const Composition pair = composition(
            obs, groups_of_column(obs, "type", rows),
            two_groups(obs, {{"condition", "a"}}, {{"condition", "b"}}, rows), usual.options, job);
        QCOMPARE(pair.reference, std::size_t{1});
        QCOMPARE(pair.contrasts.size(), std::size_t{1});
        Request request = usual;
        request.options.reference = "b";
        const Composition all = of(obs, request);
        QCOMPARE(pair.contrasts[0].tests[0].t, all.contrasts[0].tests[0].t);
        QCOMPARE(pair.whole[0].cells, std::size_t{135});
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(composition(obs, groups_of_column(obs, "type", rows),
                                             groups_of_column(obs, "condition", rows), usual.options, job),
                                 Cancelled);
    }

    void cells_without_values() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 40);
        add(parts, "a", "d2", 35, 30);
        add(parts, "b", "d3", 20, 50);
        add(parts, "b", "d4", 15, 60);
        const Composition clean = of(made(parts), usual);
        parts.push_back({"nan", "a", "d1", 50});
        parts.push_back({"B", "NA", "d1", 60});
        parts.push_back({"B", "a", "unknown", 70});
        parts.push_back({"B", "b", "", 5});
        const Composition odd = of(made(parts), usual);
        QVERIFY(mentions(odd, "50 cells without a value of type"));
        QVERIFY(mentions(odd, "60 cells without a value of condition"));
        QVERIFY(mentions(odd, "75 cells without a value of donor"));
        QCOMPARE(odd.whole[0].counts, clean.whole[0].counts);
        QCOMPARE(odd.contrasts[0].tests[0].p, clean.contrasts[0].tests[0].p);
    }

    void without_donors_cells_are_counted() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 70);
        add(parts, "b", "d1", 60, 40);
        Request request = usual;
        request.options.donors.clear();
        const Composition made_of = of(made(parts), request);
        QVERIFY(made_of.contrasts.empty() && made_of.samples.empty());
        QCOMPARE(made_of.shares[0][0].share, 0.3);
        QVERIFY(std::abs(made_of.shares[0][0].interval.low - wilson_interval(30, 100).low) < 1e-15);
        QVERIFY(std::abs(made_of.share_of_group(1, 0) - 2.0 / 3) < 1e-15);
    }

    void columns_that_will_not_do() {
        std::vector<Cells> parts;
        add(parts, "a", "d1", 30, 40);
        add(parts, "b", "d2", 30, 40);
        const Table obs = made(parts);
        Request request = usual;
        request.options.donors = "condition";
        QVERIFY(said_by([&] { of(obs, request); }).find("one was named twice") != std::string::npos);
        request.options.donors = "depth";
        QVERIFY(said_by([&] { of(obs, request); }).find("has measurements") != std::string::npos);
        request.options.donors = "nobody";
        QVERIFY(said_by([&] { of(obs, request); }).find("no column of donors") != std::string::npos);
        // No cell has all three.
        const std::vector<Cells> apart{{"B", "a", "", 5}, {"T", "NA", "d2", 5}, {"T", "b", "", 5}};
        QVERIFY(said_by([&] {
                    of(made(apart), usual);
                }).find("No cell has a group, a condition and a donor") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(CompositionWorkflowTest)
#include "tst_composition.moc"

#include "core/workflow/composition_csv.h"

#include <algorithm>

#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

void write_share(CsvWriter& table, const Composition& made, const CompositionSample& sample,
                 std::size_t group, const ConditionShare& share, double share_of_group) {
    table.field(made.groups.names[group]);
    table.field(made.conditions.names[sample.condition]);
    table.field(sample.donor);
    table.field(sample.counts[group]);
    table.field(sample.cells);
    for (const double value : {share.share, share.interval.low, share.interval.high, share_of_group})
        table.field(value);
    table.end_row();
}

}  // namespace

std::vector<CompositionTest> tests_by_p(const CompositionContrast& contrast) {
    std::vector<CompositionTest> tests = contrast.tests;
    std::ranges::stable_sort(tests,
                             [](const CompositionTest& a, const CompositionTest& b) { return a.p < b.p; });
    return tests;
}

void write_shares(const Composition& made, const std::string& path) {
    CsvWriter table(path);
    table.names({"group", "condition", "donor", "cells", "cells_of_sample", "share", "share_low",
                 "share_high", "share_of_group"});
    const std::size_t groups = made.groups.names.size();
    for (const CompositionSample& sample : made.whole)
        for (std::size_t g = 0; g < groups; ++g)
            write_share(table, made, sample, g, made.shares[sample.condition][g],
                        made.share_of_group(sample.condition, g));
    for (const CompositionSample& sample : made.samples)
        for (std::size_t g = 0; g < groups; ++g)
            write_share(table, made, sample, g,
                        {sample.share(g), wilson_interval(sample.counts[g], sample.cells)},
                        CompositionTest::unknown);
    table.commit();
}

void write_composition_tests(const Composition& made, const std::string& path) {
    CsvWriter table(path);
    table.names({"condition", "reference", "group", "share", "share_reference", "difference", "t", "df", "p",
                 "fdr", "donors", "donors_reference", "paired"});
    for (const CompositionContrast& contrast : made.contrasts) {
        for (const CompositionTest& test : tests_by_p(contrast)) {
            table.field(made.conditions.names[contrast.condition]);
            table.field(made.conditions.names[made.reference]);
            table.field(made.groups.names[test.group]);
            for (const double value :
                 {test.share, test.share_reference, test.difference, test.t, test.df, test.p, test.q})
                table.field(value);
            table.field(contrast.samples);
            table.field(contrast.others);
            table.field(contrast.paired ? "yes" : "no");
            table.end_row();
        }
    }
    table.commit();
}

}  // namespace regulus

#include "core/workflow/comparison_csv.h"

namespace regulus {

std::vector<std::string> comparison_columns(ValuesOf of) {
    std::vector<std::string> names{"group",
                                   of == ValuesOf::Genes ? "gene" : "tf",
                                   "log2_fold_change",
                                   "cp10k",
                                   "cp10k_rest",
                                   "mean",
                                   "mean_rest",
                                   "share",
                                   "share_rest",
                                   "auroc",
                                   "z",
                                   "p_wilcoxon",
                                   "fdr_wilcoxon",
                                   "p_wilcoxon_continuity",
                                   "fdr_wilcoxon_continuity",
                                   "t",
                                   "df",
                                   "p_welch",
                                   "fdr_welch"};
    if (of != ValuesOf::Genes)
        for (const char* const name :
             {"difference_depth", "auroc_depth", "z_depth", "p_depth", "fdr_depth", "differs_at_equal_depth"})
            names.emplace_back(name);
    return names;
}

void write_fields(CsvWriter& table, const GroupComparison& comparison, std::size_t group, std::size_t gene) {
    const Compared one = comparison.at(group, gene);
    const GroupTest& test = one.test;
    const bool counts = comparison.counts;
    table.field(comparison.groups.names[group]);
    table.field(comparison.names[gene]);
    table.field(counts ? one.fold_change : GroupTest::unknown);
    table.field(counts ? static_cast<double>(test.linear) : GroupTest::unknown);
    table.field(counts ? static_cast<double>(test.linear_rest) : GroupTest::unknown);
    for (const float value : {test.mean, test.mean_rest, test.share, test.share_rest, test.auroc})
        table.field(value);
    table.field(test.z);
    for (const double value :
         {test.p_wilcoxon, one.q_wilcoxon, test.p_wilcoxon_continuity, one.q_wilcoxon_continuity, test.t})
        table.field(value);
    table.field(test.df);
    table.field(test.p_welch);
    table.field(one.q_welch);
    if (comparison.of == ValuesOf::Genes) return;
    table.field(one.difference_depth);
    table.field(one.depth.auroc);
    for (const double value : {one.depth.z, one.depth.p, one.q_depth}) table.field(value);
    table.field(standing_text(comparison, one));
}

const char* standing_text(const GroupComparison& comparison, const Compared& one) {
    if (!comparison.of_depth()) return "";
    if (one.reversed()) return "reversed";
    return one.differs_at_depth() ? "yes" : "no";
}

std::vector<std::string> donor_columns(const std::string& prefix) {
    std::vector<std::string> names{"log2_fold_change", "mean_log2_cpm", "t",           "df",    "p_voom",
                                   "fdr_voom",         "donors",        "donors_rest", "paired"};
    for (std::string& name : names) name.insert(0, prefix);
    return names;
}

void write_fields(CsvWriter& table, const DonorGroup& group, const DonorTest* test) {
    if (test == nullptr) {
        for (int i = 0; i < 6; ++i) table.field(GroupTest::unknown);
    } else {
        for (const double value : {test->test.log2_fold_change, test->test.mean_log2_cpm, test->test.t,
                                   test->test.df, test->test.p, test->q})
            table.field(value);
    }
    table.field(group.samples);
    table.field(group.others);
    table.field(group.paired ? "yes" : "no");
}

}  // namespace regulus

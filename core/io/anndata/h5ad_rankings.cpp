#include "core/io/anndata/h5ad_rankings.h"

#include "core/io/anndata/h5ad_encode.h"
#include "core/io/anndata/h5ad_extend.h"
#include "core/io/hdf5/hdf5_records.h"

namespace regulus::h5 {

void write_ranking(const Target& root, const GeneRanking& ranking) {
    const Target uns = dict_in(root, "uns");
    if (has_link(uns, ranking.key)) remove_link(uns, ranking.key);
    const Target group = write_dict(uns, ranking.key);
    const Target params = write_dict(group, "params");
    for (const auto& [name, value] : ranking.params) write_value(params, name, value);
    const auto numbers = [&](const char* name, const std::vector<std::vector<double>>& columns, bool wide) {
        set_encoding(write_records(group, name, ranking.groups, columns, wide), "rec-array", "0.2.0");
    };
    set_encoding(write_records(group, "names", ranking.groups, ranking.names), "rec-array", "0.2.0");
    numbers("scores", ranking.scores, false);
    numbers("pvals", ranking.p, true);
    numbers("pvals_adj", ranking.q, true);
    numbers("logfoldchanges", ranking.fold_changes, false);
    if (!ranking.p_rewired.empty()) numbers("pvals_rewired", ranking.p_rewired, true);
}

}  // namespace regulus::h5

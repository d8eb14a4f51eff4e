#include "core/workflow/enrichment_csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/io/files/csv_writer.h"

namespace regulus {

void write_enrichment(const Enrichment& made, const std::string& path) {
    CsvWriter table(path);
    table.names({"set", "genes", "hits", "expected", "p", "fdr", "universe", "list", "hit_genes"});
    for (const EnrichedSet& set : made.sets) {
        table.field(set.name);
        table.field(set.genes);
        table.field(set.hits.size());
        for (const double value : {set.expected, set.p, set.q}) table.field(value);
        table.field(made.universe);
        table.field(made.drawn);
        table.field(fmt::format("{}", fmt::join(set.hits, " ")));
        table.end_row();
    }
    table.commit();
}

}  // namespace regulus

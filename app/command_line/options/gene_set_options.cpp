#include "app/command_line/options/gene_set_options.h"

#include <CLI/CLI.hpp>

#include "app/command_line/console.h"
#include "core/base/error.h"
#include "core/io/prior/gene_set_reader.h"

namespace regulus {

void declare_gene_sets(CLI::App& app, GeneSetOptions& options) {
    auto* const sets = app.add_option("--sets", options.sets, "Gene sets (GMT)")->type_name("FILE");
    auto* const genes = app.add_option("--genes", options.genes, "One set: its genes, separated by commas")
                            ->type_name("GENE,GENE,...")
                            ->delimiter(',')
                            ->excludes(sets);
    app.add_option("--name", options.name, "Name of the set that --genes lists")
        ->type_name("NAME")
        ->needs(genes)
        ->capture_default_str();
}

std::vector<GeneSet> open_gene_sets(const GeneSetOptions& options, Console& console, Job& job) {
    if (!options.sets.empty()) {
        GeneSets read = read_gene_sets(options.sets, job);
        for (const std::string& warning : read.warnings) console.warn(warning);
        return std::move(read.sets);
    }
    if (options.genes.empty())
        throw Error(ErrorKind::Usage, "No gene set was named", {},
                    "Give a file with --sets, or genes with --genes");
    return {set_of_list(options.name, options.genes)};
}

}  // namespace regulus

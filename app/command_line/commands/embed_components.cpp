#include "app/command_line/commands/embed_components.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/command_line/console.h"
#include "app/command_line/options/cell_range.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/model_results.h"
#include "core/workflow/part_facts.h"
#include "core/workflow/same_on_ranks.h"
#include "core/workflow/values_digest.h"

namespace regulus {
namespace {

bool makes_parts(const ComponentsRequest& request) {
    return request.distributed.distributed && request.distributed.shard.empty();
}

void check_request(const ComponentsRequest& request) {
    const bool several = request.distributed.distributed, numbered = of_rank(request.out, 0) != request.out;
    const CellChoice& cells = request.cells;
    if (several && !numbered)
        throw Error(ErrorKind::Usage, "Each process writes a file of its own", request.out,
                    makes_parts(request) ? "Name it with {rank}, such as components-{rank}.part"
                                         : "Name it with {rank}, such as components-{rank}.csv");
    if (several && !(cells.barcodes.empty() && cells.file.empty() && cells.group.empty()))
        throw Error(ErrorKind::Usage, "--distributed takes all cells", {},
                    "Leave --cells, --cells-file and --group out");
}

// No process may write over what another one reads.
void keep_shards(const ComponentsRequest& request, const std::string& out, const Ranks& ranks) {
    CommandFiles files{{out}, {}};
    for (int r = 0; r < ranks.size(); ++r) files.inputs.push_back(of_rank(request.distributed.shard, r));
    keep_apart(files);
}

std::string own_output(const ComponentsRequest& request, const Ranks& ranks) {
    std::string out = request.distributed.distributed ? of_rank(request.out, ranks.rank()) : request.out;
    if (makes_parts(request))
        check_output(out, {".part"}, "With --distributed and --data a .part is written");
    else
        check_output(out, {".h5ad", ".csv", ".tsv", ".txt"}, "Components are written as .csv, .tsv or .h5ad");
    if (!request.distributed.shard.empty()) keep_shards(request, out, ranks);
    return out;
}

// Of what was asked, and of the values where every rank can read them.
std::vector<TrainingFact> facts_of(const ComponentsRequest& request, const Dataset& dataset,
                                   const Assay& assay, Job& job) {
    std::vector<TrainingFact> facts{{"version of Regulus", version(), ""},
                                    {"--components", std::to_string(request.options.components), ""},
                                    {"--variable-genes", std::to_string(request.options.genes), ""},
                                    {"--seed", std::to_string(request.options.seed), ""},
                                    data_fact(dataset),
                                    {"values", values_used(assay), ""}};
    if (!request.distributed.shard.empty()) return facts;
    facts.push_back({"values of the data", dataset.name, sample_digest(*assay.matrix, job)});
    facts.push_back(stored_fact(dataset, job));
    return facts;
}

std::vector<std::string> names_of(const Matrix& scores) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < scores.cols; ++k) names.push_back(fmt::format("pc{}", k + 1));
    return names;
}

std::string_view bytes_of(const Matrix& numbers) {
    return {reinterpret_cast<const char*>(numbers.values.data()), numbers.values.size() * sizeof(float)};
}

// Parts of two fits are no whole: components of nearly the same variance may have changed places.
void write_part(const CellComponents& found, PartDescription part, std::vector<TrainingFact> facts,
                const std::string& path) {
    facts.push_back({"principal components", "those of another run", sha256(bytes_of(found.pca.components))});
    part.facts = std::move(facts);
    part.columns = names_of(found.scores);
    AtomicFile file(path);
    file.write(bytes_of(found.scores));
    file.write(part_ending(part, file.checksum()));
    file.commit();
}

void write_own(const CellComponents& found, const Dataset& dataset, const std::string& path, Console& console,
               Job& job) {
    const auto rows = all_cells(dataset.cells());
    const CellNumbers numbers{names_of(found.scores), rows,
                              [&](const CellNumbers::Visitor& visit, Job&) { visit(0, found.scores); }};
    write_components(dataset, numbers, path, console, job);
}

void say_found(const ComponentsRequest& request, const CellComponents& found, std::size_t cells,
               const std::string& values, Console& console) {
    nlohmann::json variances = nlohmann::json::array();
    double explained = 0;
    for (const double variance : found.pca.variances) {
        variances.push_back(variance);
        explained += variance;
    }
    const int ranks = console.ranks().size();
    const std::string files = ranks > 1 ? fmt::format(", in {} files", ranks) : std::string();
    console.say(fmt::format(
        "{} × {} ({:.0f} % of the variance of {}) written to {}{}", count_text(cells, "cell", "cells"),
        count_text(found.scores.cols, "component", "components"), 100 * explained / found.pca.total_variance,
        count_text(found.pca.columns.size(), "gene", "genes"), request.out, files));
    nlohmann::json object = traffic_json(console.ranks());
    object.update({{"cells", cells},
                   {"components", found.scores.cols},
                   {"genes", found.pca.columns.size()},
                   {"fitted_cells", found.pca.fitted_rows},
                   {"variances", variances},
                   {"total_variance", found.pca.total_variance},
                   {"values", values},
                   {"seed", request.options.seed},
                   {"out", request.out}});
    console.emit(object);
}

std::shared_ptr<const Dataset> chosen_part(const std::shared_ptr<const Dataset>& dataset,
                                           const CellChoice& cells, const std::string& out) {
    auto part = part_of(dataset, cells).dataset;
    if (ends_with(out, ".h5ad") && part->cells() != dataset->cells())
        throw Error(ErrorKind::Usage, "A new .h5ad holds all cells", out,
                    "Write a .csv for some of the cells");
    return part;
}

// Where there are more processes than cells.
void require_cells(const CellShare& share, std::size_t cells) {
    double empty = share.end(cells) > share.begin() ? 0 : 1;
    share.ranks().sum(std::span(&empty, 1));
    if (empty > 0)
        throw Error(ErrorKind::Usage, "There are more processes than cells", std::to_string(cells),
                    "Start fewer of them");
}

}  // namespace

void embed_components(const ComponentsRequest& request, Console& console) {
    check_request(request);
    join(console, request.distributed, request.data);
    const std::string out = own_output(request, console.ranks());
    ConsoleJob job(console);
    auto [dataset, share, own] = open_shared(request.distributed, request.data, {}, job, console);
    if (share.alone()) own = dataset = chosen_part(dataset, request.cells, out);
    const Assay& assay = mapping_assay(*dataset);
    const std::string values = values_used(assay);
    if (const auto note = values_warning(assay); assay.kind != ValueKind::Scaled && !note.empty())
        console.warn(note);
    console.say("values: " + values);
    std::vector<TrainingFact> facts = facts_of(request, *dataset, assay, job);
    require_same(facts, share.ranks());
    require_cells(share, dataset->cells());
    PartJob finding(job, 0, 0.8), writing(job, 0.8, 1);
    const CellComponents found = cell_components(*mapping_values(*dataset), request.options, finding, share);
    if (makes_parts(request)) {
        const RangeOption range{fmt::format("{}:{}", share.begin(), share.end(dataset->cells()))};
        write_part(found, part_described("embed", range, request.data, *dataset), std::move(facts), out);
    } else {
        write_own(found, *own, out, console, writing);
    }
    share.ranks().barrier();  // all have written
    say_found(request, found, dataset->cells(), values, console);
}

void write_components(const Dataset& dataset, const CellNumbers& components, const std::string& path,
                      Console& console, Job& job) {
    if (!ends_with(path, ".h5ad")) return write_table(dataset.obs, components, path, job);
    PartJob reading(job, 0, 0.3), writing(job, 0.3, 1);
    // Loadings and neighbours in the file are of the components that it came with.
    const bool has_its_own = dataset.embedding("X_pca") != nullptr;
    const std::string key = has_its_own ? "X_pca_regulus" : "X_pca";
    const auto notes =
        write_with_results(dataset, path, {}, {{key, gathered(components, path, reading)}}, writing);
    if (has_its_own)
        console.warn(fmt::format("obsm/X_pca of the file stays as it is; the new one is obsm/{}", key));
    for (const std::string& note : notes) console.warn(note);
}

}  // namespace regulus

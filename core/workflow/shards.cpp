#include "core/workflow/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string_view>
#include <tuple>

#include "core/base/error.h"
#include "core/data/own_cells.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

// A few things that every rank says, one after the other.
std::string list_of(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts) (list += text) += '\0';
    return list;
}

std::vector<std::string> texts_in(std::string_view list) {
    std::vector<std::string> texts;
    while (!list.empty()) {
        const std::size_t end = list.find('\0');
        texts.emplace_back(list.substr(0, end));
        list.remove_prefix(end + 1);
    }
    return texts;
}

using Files = std::vector<std::string>;  // one a rank

[[noreturn]] void refuse(std::size_t rank, const std::string& what, const Files& files,
                         const std::string& more = {}) {
    throw Error(ErrorKind::Data, fmt::format("The shards do not fit together: rank {} has {}", rank, what),
                files[rank] + (more.empty() ? "" : ": " + more),
                "Give each process a part of one dataset: cells of its own, and the same genes, values and "
                "columns of obs");
}

// What must be the same everywhere; `what` for people.
void require_same(const std::string& own, const char* what, bool shown, const Files& files, Ranks& ranks) {
    const std::vector<std::string> all = ranks.gather(own);
    for (std::size_t r = 1; r < all.size(); ++r) {
        if (all[r] != all[0])
            refuse(r, fmt::format("other {} than rank 0", what), files,
                   shown ? fmt::format("{}; rank 0: {}", all[r], all[0]) : std::string());
    }
}

void check_assays(const Dataset& dataset, const Files& files, Ranks& ranks) {
    std::string names, values, genes;
    for (const Assay& assay : dataset.assays) {
        names += (names.empty() ? "" : ", ") + assay.name;
        values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", assay.name, describe_values(assay));
        genes += sha256(list_of(assay.var->index));
    }
    require_same(names, "layers", true, files, ranks);
    require_same(sha256(genes), "genes, or the same in another order,", false, files, ranks);
    require_same(values, "values", true, files, ranks);
}

// A cell may be of one rank alone: twice it would count twice, and be learned from and tested on.
void check_cells_differ(const std::vector<std::string>& index, const std::vector<std::size_t>& begins,
                        const Files& files) {
    std::vector<std::size_t> cells(index.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
    std::ranges::sort(cells, [&](std::size_t a, std::size_t b) {
        const int order = index[a].compare(index[b]);
        return order != 0 ? order < 0 : a < b;
    });
    const auto rank_of = [&](std::size_t cell) {
        return static_cast<std::size_t>(std::ranges::upper_bound(begins, cell) - begins.begin() - 1);
    };
    std::size_t shared = 0, example = 0, before = 0;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        if (index[cells[i]] != index[cells[i - 1]] || rank_of(cells[i]) == rank_of(cells[i - 1])) continue;
        if (shared++ == 0) std::tie(example, before) = std::pair(cells[i], cells[i - 1]);
    }
    if (shared == 0) return;
    const std::size_t rank = rank_of(example), other = rank_of(before);
    refuse(rank, fmt::format("cells of rank {}, too", other), files,
           fmt::format("such as {}, which is also in {}; {} in all ranks", index[example], files[other],
                       shared == 1 ? "1 name occurs twice" : fmt::format("{} names occur twice", shared)));
}

// The cells of all ranks, and how many each has.
std::vector<std::string> index_of_all(const Dataset& own, std::vector<std::size_t>& begins,
                                      const Files& files, Ranks& ranks) {
    std::vector<std::string> index;
    begins = {0};
    for (const std::string& list : ranks.gather(list_of(own.obs.index))) {
        std::ranges::move(texts_in(list), std::back_inserter(index));
        begins.push_back(index.size());
    }
    check_cells_differ(index, begins, files);
    return index;
}

// Categories of all ranks: in their order where they are sorted, as annotation usually is, else as they come.
std::vector<std::string> merged(const std::vector<std::vector<std::string>>& of_ranks) {
    std::vector<std::string> all;
    bool sorted = true;
    for (const auto& categories : of_ranks) {
        sorted = sorted && std::ranges::is_sorted(categories);
        for (const std::string& one : categories)
            if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    }
    if (sorted) std::ranges::sort(all);
    return all;
}

Column column_of_all(const Dataset& own, const std::string& name, const Files& files, Ranks& ranks) {
    const Column* const found = own.obs.find(name);
    std::optional<Categorical> column = found != nullptr ? as_categorical(*found) : std::nullopt;
    const std::vector<std::string> there = ranks.gather(column ? "yes" : "no");
    const auto missing = std::ranges::find(there, "no");
    if (missing != there.end())
        refuse(static_cast<std::size_t>(missing - there.begin()),
               fmt::format("no column '{}' of categories in obs", name), files);
    std::vector<std::vector<std::string>> names;
    for (const std::string& list : ranks.gather(list_of(column->categories))) names.push_back(texts_in(list));
    Categorical all;
    all.categories = merged(names);
    all.kind = column->kind;
    const std::vector<std::string> codes = ranks.gather({reinterpret_cast<const char*>(column->codes.data()),
                                                         column->codes.size() * sizeof column->codes[0]});
    for (std::size_t r = 0; r < codes.size(); ++r) {
        std::vector<std::int32_t> place{-1}, own_codes(codes[r].size() / sizeof(std::int32_t));
        for (const std::string& one : names[r])
            place.push_back(
                static_cast<std::int32_t>(std::ranges::find(all.categories, one) - all.categories.begin()));
        std::memcpy(own_codes.data(), codes[r].data(), codes[r].size());
        for (const std::int32_t code : own_codes)
            all.codes.push_back(place[static_cast<std::size_t>(code + 1)]);
    }
    return {name, std::move(all)};
}

// Labels under other names in each file would be learned as classes of their own.
void warn_of_strangers(Dataset& all, const Column& labels, const std::vector<std::size_t>& begins,
                       const Files& files) {
    const auto& categories = labels.categorical()->categories;
    const auto& codes = labels.categorical()->codes;
    std::vector<std::size_t> ranks_of(categories.size(), 0);
    std::vector<std::vector<bool>> has(files.size(), std::vector<bool>(categories.size(), false));
    for (std::size_t r = 0; r < files.size(); ++r) {
        for (std::size_t c = begins[r]; c < begins[r + 1]; ++c)
            if (codes[c] >= 0) has[r][static_cast<std::size_t>(codes[c])] = true;
        for (std::size_t k = 0; k < categories.size(); ++k) ranks_of[k] += has[r][k] ? 1 : 0;
    }
    for (std::size_t r = 0; r < files.size(); ++r) {
        bool any = false, shared = false;
        for (std::size_t k = 0; k < categories.size(); ++k) {
            any = any || has[r][k];
            shared = shared || (has[r][k] && ranks_of[k] > 1);
        }
        if (any && !shared)
            all.warnings.push_back(fmt::format(
                "No class of '{}' in the shard of rank {} ({}) is in another shard: if they have other names "
                "for the same cell types, rename them first",
                labels.name, r, files[r]));
    }
}

}  // namespace

Shards joined_shards(std::shared_ptr<const Dataset> own, const std::vector<std::string>& columns,
                     const std::shared_ptr<Ranks>& ranks) {
    const Files files = ranks->gather(own->path.empty() ? own->name : own->path);
    check_assays(*own, files, *ranks);
    auto all = std::make_shared<Dataset>();
    all->name = all->path = ranks->gather(own->name).front();
    all->name += fmt::format(" and {} more", ranks->size() - 1);
    all->format = own->format;
    all->keeps = own;
    double simulated = own->simulated ? 1 : 0;
    ranks->sum(std::span(&simulated, 1));
    all->simulated = simulated > 0;
    std::vector<std::size_t> begins;
    all->obs.index = index_of_all(*own, begins, files, *ranks);
    all->obs.index_name = own->obs.index_name;
    for (const std::string& name : columns) {
        if (!name.empty()) all->obs.columns.push_back(column_of_all(*own, name, files, *ranks));
    }
    if (!columns.empty() && !columns.front().empty())
        warn_of_strangers(*all, all->obs.columns.front(), begins, files);
    const std::size_t first = begins[static_cast<std::size_t>(ranks->rank())], cells = all->obs.size();
    for (Assay assay : own->assays) {
        // Each rank has looked at its own cells; all must choose the same layer.
        ranks->sum(std::span(&assay.molecules, 1));
        assay.molecules /= ranks->size();
        assay.matrix = own_cells(assay.matrix, first, cells);
        all->assays.push_back(std::move(assay));
    }
    return {all, CellShare(ranks, std::move(begins))};
}

}  // namespace regulus

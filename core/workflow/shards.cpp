#include "core/workflow/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string_view>

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

[[noreturn]] void refuse(int rank, const std::string& what, const std::string& other) {
    throw Error(ErrorKind::Data, fmt::format("The shards do not fit together: rank {} has {}", rank, what),
                other, "Give each process a part of one dataset: the same genes, values and columns of obs");
}

// What must be the same everywhere; `what` for people.
void require_same(const std::string& own, const char* what, Ranks& ranks) {
    const std::vector<std::string> all = ranks.gather(own);
    for (std::size_t r = 1; r < all.size(); ++r) {
        if (all[r] != all[0])
            refuse(static_cast<int>(r), std::string("other ") + what + " than rank 0",
                   own.size() < 200 ? fmt::format("{} and {}", all[r], all[0]) : std::string());
    }
}

void check_assays(const Dataset& dataset, Ranks& ranks) {
    std::string names, values, genes;
    for (const Assay& assay : dataset.assays) {
        names += (names.empty() ? "" : ", ") + assay.name;
        values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", assay.name, describe_values(assay));
        genes += sha256(list_of(assay.var->index));
    }
    require_same(names, "layers", ranks);
    require_same(sha256(genes), "genes, or the same in another order,", ranks);
    require_same(values, "values", ranks);
}

// The cells of all ranks, and how many each has.
std::vector<std::string> index_of_all(const Dataset& own, std::vector<std::size_t>& begins, Ranks& ranks) {
    const std::vector<std::string> lists = ranks.gather(list_of(own.obs.index));
    std::vector<std::string> index;
    begins = {0};
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t r = 0; r < lists.size(); ++r) {
        const auto [before, fresh] = seen.emplace(lists[r], r);
        if (!fresh)
            refuse(static_cast<int>(r), fmt::format("the same cells as rank {}", before->second), own.path);
        std::ranges::move(texts_in(lists[r]), std::back_inserter(index));
        begins.push_back(index.size());
    }
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

Column column_of_all(const Dataset& own, const std::string& name, Ranks& ranks) {
    const Column* const found = own.obs.find(name);
    std::optional<Categorical> column = found != nullptr ? as_categorical(*found) : std::nullopt;
    const std::vector<std::string> there = ranks.gather(column ? "yes" : "no");
    const auto missing = std::ranges::find(there, "no");
    if (missing != there.end())
        refuse(static_cast<int>(missing - there.begin()),
               fmt::format("no column '{}' of categories in obs", name), own.path);
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

}  // namespace

Shards joined_shards(std::shared_ptr<const Dataset> own, const std::vector<std::string>& columns,
                     const std::shared_ptr<Ranks>& ranks) {
    check_assays(*own, *ranks);
    auto all = std::make_shared<Dataset>();
    all->name = all->path = ranks->gather(own->name).front();
    all->name += fmt::format(" and {} more", ranks->size() - 1);
    all->format = own->format;
    all->keeps = own;
    all->simulated = own->simulated;
    std::vector<std::size_t> begins;
    all->obs.index = index_of_all(*own, begins, *ranks);
    all->obs.index_name = own->obs.index_name;
    for (const std::string& name : columns) {
        if (!name.empty()) all->obs.columns.push_back(column_of_all(*own, name, *ranks));
    }
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

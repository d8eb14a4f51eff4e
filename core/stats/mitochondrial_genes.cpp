#include <algorithm>
#include <cctype>
#include <string_view>

#include "core/stats/cell_quality.h"

namespace regulus {
namespace {

bool starts_mitochondrial(std::string_view name) {
    const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
    return name.size() > 3 && same(name[0], 'M') && same(name[1], 'T') && name[2] == '-';
}

// MT-ND1, or with what stands before the last underscore: a genome or an accession.
bool is_mitochondrial(std::string_view name) {
    if (starts_mitochondrial(name)) return true;
    const auto underscore = name.rfind('_');
    return underscore != std::string_view::npos && starts_mitochondrial(name.substr(underscore + 1));
}

template <class Name>
std::vector<std::uint32_t> found(std::size_t genes, const Name& name) {
    std::vector<std::uint32_t> list;
    for (std::size_t g = 0; g < genes; ++g) {
        if (is_mitochondrial(name(g))) list.push_back(static_cast<std::uint32_t>(g));
    }
    return list;
}

std::vector<std::uint32_t> found_in(const Column& column, std::size_t genes) {
    if (const Text* text = column.text()) {
        return found(genes, [&](std::size_t g) { return std::string_view(text->values[g]); });
    }
    const Categorical* categories = column.categorical();
    if (categories == nullptr) return {};
    return found(genes, [&](std::size_t g) {
        const std::int32_t code = categories->codes[g];
        return code < 0 ? std::string_view() : categories->categories[static_cast<std::size_t>(code)];
    });
}

}  // namespace

MitochondrialGenes mitochondrial_genes(const Table& var) {
    MitochondrialGenes best;
    best.genes = found(var.size(), [&](std::size_t g) { return std::string_view(var.index[g]); });
    if (!best.genes.empty()) best.source = "index";
    for (const Column& column : var.columns) {
        std::vector<std::uint32_t> genes = found_in(column, var.size());
        if (genes.size() > best.genes.size()) best = {std::move(genes), column.name};
    }
    return best;
}

}  // namespace regulus

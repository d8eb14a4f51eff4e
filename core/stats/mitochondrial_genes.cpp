#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/data/gene_names.h"
#include "core/stats/cell_quality.h"

namespace regulus {
namespace {

bool starts_mitochondrial(std::string_view name) {
    const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
    return name.size() > 3 && same(name[0], 'M') && same(name[1], 'T') && name[2] == '-';
}

// The thirteen protein-coding genes in Ensembl, ND1, ND2, CO1, CO2, ATP8, ATP6, CO3, ND3, ND4L, ND4, ND5,
// ND6, CYB: for files that have no symbols.
constexpr std::array identifiers{
    std::string_view("ENSG00000198888"),    std::string_view("ENSG00000198763"),
    std::string_view("ENSG00000198804"),    std::string_view("ENSG00000198712"),
    std::string_view("ENSG00000228253"),    std::string_view("ENSG00000198899"),
    std::string_view("ENSG00000198938"),    std::string_view("ENSG00000198840"),
    std::string_view("ENSG00000212907"),    std::string_view("ENSG00000198886"),
    std::string_view("ENSG00000198786"),    std::string_view("ENSG00000198695"),
    std::string_view("ENSG00000198727"),    std::string_view("ENSMUSG00000064341"),
    std::string_view("ENSMUSG00000064345"), std::string_view("ENSMUSG00000064351"),
    std::string_view("ENSMUSG00000064354"), std::string_view("ENSMUSG00000064356"),
    std::string_view("ENSMUSG00000064357"), std::string_view("ENSMUSG00000064358"),
    std::string_view("ENSMUSG00000064360"), std::string_view("ENSMUSG00000065947"),
    std::string_view("ENSMUSG00000064363"), std::string_view("ENSMUSG00000064367"),
    std::string_view("ENSMUSG00000064368"), std::string_view("ENSMUSG00000064370")};

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
    if (!best.genes.empty()) return best;
    const std::vector<std::string> names = gene_names(var, "index").names;
    for (std::size_t g = 0; g < names.size(); ++g) {
        if (std::ranges::find(identifiers, names[g]) != identifiers.end())
            best.genes.push_back(static_cast<std::uint32_t>(g));
    }
    if (!best.genes.empty()) best.source = "index";
    return best;
}

}  // namespace regulus

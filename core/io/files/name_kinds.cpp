#include "core/io/files/name_kinds.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace regulus {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return result;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Genes that are measured in most cells of blood, brain and other tissues, or tell their types.
const std::unordered_set<std::string>& known_genes() {
    static const std::unordered_set<std::string> genes = {
        "ACTB",   "ACTG1", "B2M",    "GAPDH",    "MALAT1",    "NEAT1", "XIST",  "TMSB4X", "TMSB10",
        "FTL",    "FTH1",  "EEF1A1", "EEF2",     "TPT1",      "UBC",   "UBB",   "PTPRC",  "LYZ",
        "NKG7",   "GNLY",  "GZMA",   "GZMB",     "PRF1",      "MS4A1", "CST3",  "FCGR3A", "FCER1A",
        "PPBP",   "PF4",   "TYROBP", "SPI1",     "PAX5",      "GATA1", "GATA2", "GATA3",  "RUNX1",
        "RUNX3",  "TP53",  "MYC",    "JUN",      "FOS",       "STAT1", "STAT3", "IRF1",   "IRF4",
        "IRF8",   "FOXP3", "TBX21",  "EOMES",    "BCL6",      "LEF1",  "TCF7",  "SOX2",   "SOX10",
        "OLIG1",  "OLIG2", "GAD1",   "GAD2",     "GFAP",      "AQP4",  "MBP",   "PLP1",   "MOG",
        "SNAP25", "NRGN",  "VIP",    "SST",      "PVALB",     "EPCAM", "VIM",   "COL1A1", "COL1A2",
        "COL3A1", "DCN",   "PECAM1", "VWF",      "CDH5",      "INS",   "GCG",   "ALB",    "APOE",
        "APOA1",  "TTR",   "HBA1",   "HBA2",     "HBB",       "PCNA",  "MKI67", "TOP2A",  "CD74",
        "IFNG",   "TNF",   "SAMD11", "NOC2L",    "ISG15",     "AGRN",  "A1BG",  "A2M",    "TNFRSF4",
        "HES4",   "SSU72", "GNB1",   "TNFRSF18", "LINC00115", "XKR4",  "RP1",   "SOX17",  "MRPL15",
        "LYPLA1", "TCEA1"};
    return genes;
}

// Families by how their names begin; a digit follows.
constexpr std::array<std::string_view, 46> families = {
    "RPL",   "RPS",   "ZNF",  "ZFP",  "SLC",  "KRT",  "LINC", "MIR",  "SNOR", "SNORD", "SNORA", "TMEM",
    "FAM",   "CD",    "IL",   "CCL",  "CXCL", "CCR",  "CXCR", "TLR",  "IGHV", "IGKV",  "IGLV",  "TRAV",
    "TRBV",  "ANKRD", "CCDC", "LRRC", "KIF",  "USP",  "TRIM", "RBM",  "PSMA", "PSMB",  "PSMC",  "PSMD",
    "NDUFA", "NDUFB", "COX",  "EIF",  "MRPL", "MRPS", "DNAJ", "HIST", "ABHD", "TTC"};

bool of_a_family(const std::string& name) {
    if (name.starts_with("MT-") || name.starts_with("HLA-") || name.starts_with("H2-")) return true;
    for (const std::string_view family : families) {
        if (name.size() > family.size() && name.starts_with(family) && is_digit(name[family.size()]) &&
            name.find_first_of(" _") == std::string::npos) {
            return true;
        }
    }
    // Clones: AL627309.1, AC145212.2, RP11-206L10.9
    if (name.starts_with("RP11-")) return true;
    const auto dot = name.find('.');
    return dot == 8 && (name.starts_with('A') || name.starts_with('B')) && all_digits(name.substr(2, 6)) &&
           all_digits(name.substr(9));
}

bool is_ensembl(const std::string& name) {
    if (!name.starts_with("ENS")) return false;
    const auto digit = name.find_first_of("0123456789");
    return digit != std::string::npos && digit <= 8 && name.size() >= digit + 11;
}

}  // namespace

std::string plain_word(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c + 32);
        if ((c >= 'a' && c <= 'z') || is_digit(c)) plain += c;
    }
    return plain;
}

bool looks_like_barcode(std::string_view name) {
    std::size_t run = 0, longest = 0;
    for (const char c : name) {
        run = c == 'A' || c == 'C' || c == 'G' || c == 'T' || c == 'N' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest >= 8;
}

bool looks_like_known_gene(std::string_view name) {
    const std::string big = upper(name);
    return is_ensembl(big) || known_genes().contains(big) || of_a_family(big);
}

NumberedName numbered_name(std::string_view name) {
    std::string stem = upper(name);
    while (!stem.empty() && is_digit(stem.back())) stem.pop_back();
    if (stem.size() == name.size()) return NumberedName::None;
    while (!stem.empty() &&
           (stem.back() == '_' || stem.back() == '-' || stem.back() == '.' || stem.back() == ' ')) {
        stem.pop_back();
    }
    if (stem == "GENE" || stem == "G" || stem == "ENS") return NumberedName::Gene;
    for (const char* cell :
         {"CELL", "C", "SAMPLE", "S", "BARCODE", "OBS", "GSM", "PATIENT", "DONOR", "WELL"}) {
        if (stem == cell) return NumberedName::Cell;
    }
    return NumberedName::None;
}

double gene_likeness(std::span<const std::string> names) {
    if (names.empty()) return 0;
    std::size_t genes = 0, barcodes = 0, numbered_genes = 0, numbered_cells = 0, numbers = 0;
    for (const std::string& name : names) {
        barcodes += looks_like_barcode(name);
        genes += looks_like_known_gene(name);
        numbers += all_digits(name);
        const NumberedName numbered = numbered_name(name);
        numbered_genes += numbered == NumberedName::Gene;
        numbered_cells += numbered == NumberedName::Cell;
    }
    const auto share = [&](std::size_t count) {
        return static_cast<double>(count) / static_cast<double>(names.size());
    };
    // One name in ten of a usual list of genes is of the families above: that much is as sure as it gets.
    const double gene = std::min(1.0, 10 * share(genes)) + (share(numbered_genes) > 0.5 ? 0.5 : 0);
    const double cell =
        share(barcodes) + (share(numbered_cells) > 0.5 ? 0.5 : 0) + (share(numbers) > 0.9 ? 0.3 : 0);
    return std::clamp(gene - cell, -1.0, 1.0);
}

}  // namespace regulus

#include "core/io/dataset/text_no_genes.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/io/dataset/text_layout.h"
#include "core/io/files/name_kinds.h"

namespace regulus {
namespace {

constexpr std::size_t enough_rows = 12;
constexpr double far_larger = 10;

// What programs write beside the genes of a cell.
bool names_no_gene(const std::string& name, std::size_t columns) {
    static const std::unordered_set<std::string> names = {"cellid",
                                                          "cellindex",
                                                          "cellnumber",
                                                          "cellnum",
                                                          "fov",
                                                          "fovname",
                                                          "xcoord",
                                                          "ycoord",
                                                          "xcoordinate",
                                                          "ycoordinate",
                                                          "xcentroid",
                                                          "ycentroid",
                                                          "centerx",
                                                          "centery",
                                                          "centerz",
                                                          "centroidx",
                                                          "centroidy",
                                                          "minx",
                                                          "miny",
                                                          "maxx",
                                                          "maxy",
                                                          "xposition",
                                                          "yposition",
                                                          "xpos",
                                                          "ypos",
                                                          "posx",
                                                          "posy",
                                                          "imagerow",
                                                          "imagecol",
                                                          "arrayrow",
                                                          "arraycol",
                                                          "pxlrowinfullres",
                                                          "pxlcolinfullres",
                                                          "centerxlocalpx",
                                                          "centerylocalpx",
                                                          "centerxglobalpx",
                                                          "centeryglobalpx",
                                                          "cellarea",
                                                          "nucleusarea",
                                                          "volume",
                                                          "perimeter",
                                                          "ncounts",
                                                          "ngenes",
                                                          "numis",
                                                          "numi",
                                                          "ncountrna",
                                                          "nfeaturerna",
                                                          "totalcounts",
                                                          "ngenesbycounts",
                                                          "percentmt",
                                                          "percentmito",
                                                          "pctcountsmt",
                                                          "doubletscore",
                                                          "leiden",
                                                          "louvain",
                                                          "seuratclusters",
                                                          "batchid",
                                                          "unnamed0",
                                                          "spatial1",
                                                          "spatial2",
                                                          "umap1",
                                                          "umap2",
                                                          "tsne1",
                                                          "tsne2",
                                                          "xumap1",
                                                          "xumap2",
                                                          "cluster",
                                                          "clusterid",
                                                          "celltypeid",
                                                          "labelid"};
    constexpr std::size_t wide = 10;  // a table of a few samples may well have these among them
    static const std::unordered_set<std::string> words = {
        "label",     "labels",  "celltype", "celltypes", "class",  "group",     "batch",
        "donor",     "donorid", "sample",   "patient",   "target", "condition", "day",
        "timepoint", "species", "tissue",   "sex",       "age"};
    const bool letter =
        name == "x" || name == "y" || name == "z" || name == "X" || name == "Y" || name == "Z";
    return name.empty() || ((letter || words.contains(plain_word(name))) && columns >= wide) ||
           names.contains(plain_word(name));
}

}  // namespace

void ColumnValues::add(std::optional<double> value) {
    ++m_rows;
    if (!value) {
        ++m_missing;
        return;
    }
    const bool first = m_values.empty();
    m_fractions += *value != std::floor(*value);
    m_ascending = m_ascending && (first || *value > m_last);
    m_least = first ? *value : std::min(m_least, *value);
    m_most = first ? *value : std::max(m_most, *value);
    m_last = *value;
    m_values.push_back(*value);
}

bool ColumnValues::different() const {
    if (m_fractions > 0 || m_missing > 0) return false;
    std::vector<double> sorted = m_values;
    std::ranges::sort(sorted);
    return std::ranges::adjacent_find(sorted) == sorted.end();
}

bool ColumnValues::counts_rows() const {
    return m_rows >= enough_rows && m_missing == 0 && m_fractions == 0 && m_ascending;
}

NoGenes::NoGenes(const std::vector<std::vector<std::string>>& rows, const std::vector<std::string>& names,
                 std::size_t shift, bool decimal_comma)
    : m_found(names.size()) {
    std::vector<ColumnValues> columns(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        bool any = false;
        for (const auto& fields : rows) {
            const auto value = value_in(fields[i + shift], decimal_comma);
            any = any || value;
            columns[i].add(value);
        }
        m_found[i] = any && (names_no_gene(names[i], names.size()) || columns[i].counts_rows());
    }
    // Beside the others: identifiers are far larger than any value, positions have fractions where all else
    // is counted.
    double largest = 0, second = 0;
    std::size_t whole = 0, others = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (m_found[i]) continue;
        ++others;
        whole += columns[i].fractions() == 0;
        second = std::max(second, std::min(largest, columns[i].most()));
        largest = std::max(largest, columns[i].most());
    }
    const bool counts = others >= enough_rows && whole * 10 >= others * 9;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (m_found[i] || columns[i].rows() < enough_rows) continue;
        const double rest = columns[i].most() == largest ? second : largest;
        const bool identifier =
            others >= 3 && columns[i].least() > far_larger * std::max(1.0, rest) && columns[i].different();
        m_found[i] = identifier || (counts && columns[i].fractions() * 2 > columns[i].rows());
    }
}

}  // namespace regulus

// One cell through the regulon reader. Only for the sources of core/regulons.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/regulons/regulon_reader.h"

namespace regulus {

// What a cell leaves behind; reused from cell to cell.
struct CellPass {
    std::vector<float> shift;        // one a token: z − z of a gene that was not seen; 0 for most
    std::vector<std::int32_t> seen;  // tokens with a shift
    std::vector<float> evidence;     // TFs × heads: a
    std::vector<float> attention;    // TFs × heads: p
    std::vector<double> log_total;   // heads: log Σ_t exp(β a + b), what p is divided by
    std::vector<float> regulons;     // dimensions: Ê
    std::vector<float> components;   // dimensions: PCA(z)
};

// √d / |x|, what x is multiplied by to become an embedding; d: its dimensions.
double to_unit(std::span<const double> x);

// Genes that were not seen have one z each, so a cell costs what it differs from a cell without any.
class ReaderPass {
  public:
    // Keeps a reference; everything but values and constant must be there.
    explicit ReaderPass(const RegulonReader& reader, std::size_t columns);

    CellPass start() const;
    // Fills evidence, attention and components. Columns ascending.
    void attend(std::span<const std::int32_t> columns, std::span<const float> values, CellPass& cell) const;
    // z° of a TF itself in a cell that attended, within ±own_clip; 0 of a TF that is no gene.
    float own_expression(const CellPass& cell, std::size_t tf) const;
    // Fills regulons from attention.
    void collect(CellPass& cell) const;
    // Σ_t p[t,h] V[t,h], heads × dimensions: what `regulons` is the sum of.
    std::vector<double> collected(const CellPass& cell) const;

  private:
    const RegulonReader& m_reader;
    const EdgesByGene m_edges;
    std::vector<std::int32_t> m_token;       // of a column, or -1
    std::vector<float> m_unseen;             // z of a token whose gene was not seen
    std::vector<float> m_unseen_evidence;    // TFs × heads: Σ_e w z of a cell without any gene
    std::vector<float> m_unseen_components;  // dimensions
};

}  // namespace regulus

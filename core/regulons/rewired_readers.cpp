#include "core/regulons/rewired_readers.h"

#include <utility>

#include "core/regulons/reader_basis.h"
#include "core/regulons/rewired_regulons.h"

namespace regulus {
namespace {

// Without components.
ReaderBasis basis_of_tokens(const MatrixSource& expression, const RegulonSet& regulons, const CellSet& cells,
                            const ReaderOptions& options, Job& job) {
    ReaderOptions of_tokens = options;
    of_tokens.component_genes = 0;
    return reader_basis(expression, regulons, cells, of_tokens, job);
}

RegulonReader made_reader(const ReaderBasis& basis, RegulonSet regulons, const ReaderOptions& options,
                          Job& job) {
    RegulonReader made;
    made.genes.assign(basis.genes.begin(), basis.genes.end());
    made.heads = options.heads;
    made.mean = basis.pca.mean;
    made.scale = basis.pca.scale;
    made.center = basis.pca.center;
    made.regulons = std::move(regulons);
    fill_evidence(made, basis.covariance, options, job);
    return made;
}

}  // namespace

std::vector<RegulonReader> rewired_readers(const MatrixSource& expression, const RegulonSet& regulons,
                                           const TfFamilies& families, const CellSet& cells,
                                           const ReaderOptions& options, std::size_t count,
                                           std::uint64_t seed, Job& job) {
    PartJob basing(job, 0, 0.3);
    const ReaderBasis basis = basis_of_tokens(expression, regulons, cells, options, basing);
    const RegulonSet original = over_genes(regulons, basis.genes);
    std::vector<RegulonReader> readers;
    for (std::size_t i = 0; i < count; ++i) {
        job.checkpoint();
        job.progress(0.3 + 0.7 * static_cast<double>(i) / static_cast<double>(count), "rewired priors");
        readers.push_back(made_reader(basis, rewired_families(original, families, seed + i), options, job));
    }
    return readers;
}

RegulonReader reader_without_values(const MatrixSource& expression, const RegulonSet& regulons,
                                    const CellSet& cells, const ReaderOptions& options, Job& job) {
    const ReaderBasis basis = basis_of_tokens(expression, regulons, cells, options, job);
    return made_reader(basis, over_genes(regulons, basis.genes), options, job);
}

}  // namespace regulus

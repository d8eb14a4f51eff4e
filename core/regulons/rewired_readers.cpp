#include "core/regulons/rewired_readers.h"

#include "core/regulons/reader_basis.h"
#include "core/regulons/rewired_regulons.h"

namespace regulus {

std::vector<RegulonReader> rewired_readers(const MatrixSource& expression, const RegulonSet& regulons,
                                           const TfFamilies& families, const CellSet& cells, const ReaderOptions& options,
                                           std::size_t count, std::uint64_t seed, Job& job) {
    PartJob basing(job, 0, 0.3);
    ReaderOptions of_tokens = options;
    of_tokens.component_genes = 0;  // no components are taken
    const ReaderBasis basis = reader_basis(expression, regulons, cells, of_tokens, basing);
    RegulonReader like;
    like.genes.assign(basis.genes.begin(), basis.genes.end());
    like.heads = options.heads;
    like.mean = basis.pca.mean;
    like.scale = basis.pca.scale;
    like.center = basis.pca.center;
    const RegulonSet original = over_genes(regulons, basis.genes);
    std::vector<RegulonReader> readers;
    for (std::size_t i = 0; i < count; ++i) {
        job.checkpoint();
        job.progress(0.3 + 0.7 * static_cast<double>(i) / static_cast<double>(count), "rewired priors");
        RegulonReader& made = readers.emplace_back(like);
        made.regulons = rewired_families(original, families, seed + i);
        fill_evidence(made, basis.covariance, options, job);
    }
    return readers;
}

}  // namespace regulus

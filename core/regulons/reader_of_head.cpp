#include "core/regulons/reader_of_head.h"

namespace regulus {
namespace {

// Heads are innermost.
std::vector<float> of_head(const std::vector<float>& values, std::size_t heads, std::size_t head) {
    std::vector<float> some;
    some.reserve(values.size() / heads);
    for (std::size_t i = head; i < values.size(); i += heads) some.push_back(values[i]);
    return some;
}

}  // namespace

RegulonReader reader_of_head(const RegulonReader& reader, std::size_t head) {
    RegulonReader one;
    one.genes = reader.genes;
    one.mean = reader.mean;
    one.scale = reader.scale;
    one.clip = reader.clip;
    one.own_clip = reader.own_clip;
    one.evidence_clip = reader.evidence_clip;
    one.regulons = reader.regulons;
    one.heads = 1;
    one.center = reader.center;
    for (const auto part :
         {&RegulonReader::weights, &RegulonReader::evidence_mean, &RegulonReader::evidence_scale,
          &RegulonReader::own, &RegulonReader::slope, &RegulonReader::offset})
        one.*part = of_head(reader.*part, reader.heads, head);
    one.loadings = Matrix(reader.genes.size(), 0);
    return one;
}

}  // namespace regulus

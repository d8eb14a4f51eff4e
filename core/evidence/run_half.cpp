#include <algorithm>
#include <set>

#include "core/base/random.h"
#include "core/evidence/runs.h"
#include "core/evidence/test_reader.h"

namespace regulus {
namespace {

// Two seeds, 1 and 2, 3 and 4, ..., are the two halves of one division: of donors, where there are four of
// them or more, else of cells.
CellSet half_of(const EvidenceInput& input, const CellSet& cells, std::uint64_t seed) {
    Random random((seed - 1) / 2);
    const bool first = seed % 2 == 1;
    const std::vector<std::uint32_t> rows = cells.rows();
    std::set<std::int32_t> donors;
    if (!input.groups.empty()) {
        for (const std::uint32_t row : rows) donors.insert(input.groups[row]);
    }
    CellSet half(cells.universe());
    if (donors.size() >= 4) {
        std::vector<std::int32_t> order(donors.begin(), donors.end());
        random.shuffle(std::span(order));
        const auto middle = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2);
        const std::set<std::int32_t> chosen(first ? order.begin() : middle, first ? middle : order.end());
        for (const std::uint32_t row : rows) {
            if (chosen.contains(input.groups[row])) half.insert(row);
        }
        return half;
    }
    std::vector<std::uint32_t> order = rows;
    random.shuffle(std::span(order));
    const std::size_t middle = order.size() / 2;
    for (std::size_t i = first ? 0 : middle; i < (first ? middle : order.size()); ++i) half.insert(order[i]);
    return half;
}

}  // namespace

void run_half(const EvidenceInput& input, RunResult& result, Job& job) {
    PartJob making(job, 0, 0.7), reading(job, 0.7, 1);
    const Split split = evidence_split(input, result.spec.split);
    const CellSet half = half_of(input, split.test.inverted(), result.spec.seed);
    const RegulonReader reader = test_reader(input, input.regulons, half, making);
    result.numbers["cells"] = static_cast<double>(half.count());
    result.numbers["explained"] = reader.explained;
    // Of the edges alone: the same in both halves.
    const TfFamilies families = tf_families(reader.regulons);
    name_leading(input, reader, families, attention_by_class(input, reader, families, half, reading), result);
}

}  // namespace regulus

// One gene in groups of cells: what every test of it needs, from its stored values alone. Zeros are counted
// and never visited; in the order of the values they are one block of ties.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

struct GroupSums {
    std::size_t cells = 0, above = 0;  // `above`: with a value above 0
    double mean = 0, squares = 0;      // squares: Σ (x − mean)²
    double linear = 0;                 // Σ (e^x − 1); 0 unless it is asked for
    double ranks = 0;  // Σ of the ranks 1..n among the cells of all groups, ties sharing theirs
};

// A group of this and of that one together; ranks and all else add up, and squares lose no digits (Chan,
// Golub and LeVeque, The American Statistician 37 (1983), 242).
GroupSums merged(const GroupSums& a, const GroupSums& b);

struct GeneSums {
    std::vector<GroupSums> groups;
    double ties = 0;     // Σ (t³ − t) over blocks of t equal values
    bool finite = true;  // false: a value is NaN or infinite, and the sums mean nothing
};

// At most so many groups.
inline constexpr std::size_t most_groups = 65535;

// The values of one gene; groups are numbered from 0. Reused from gene to gene, so that room is made once.
struct GeneValues {
    std::vector<float> values;
    std::vector<std::uint16_t> groups;  // one a value

    void clear() {
        values.clear();
        groups.clear();
    }
    void add(float value, std::uint16_t group) {
        values.push_back(value);
        groups.push_back(group);
    }
};

// Thread: one at a time; each thread has its own.
class GeneSummer {
  public:
    // How many cells each group has, and whether linear sums are wanted.
    GeneSummer(std::span<const std::size_t> cells, bool linear);

    // Cells whose values are not among these have 0. Valid until the next call. Time: one sort of the values.
    const GeneSums& sum(const GeneValues& gene);

  private:
    bool add_values(const GeneValues& gene);
    void add_squares(const GeneValues& gene);
    void add_ranks();

    std::vector<std::size_t> m_cells;
    std::size_t m_all = 0;
    bool m_linear;
    GeneSums m_sums;
    std::vector<std::size_t> m_stored;       // a group: values other than 0
    std::vector<double> m_shift, m_offsets;  // a group: its first value, Σ (x − shift)
    std::vector<std::uint64_t> m_keys, m_room;
};

}  // namespace regulus

#include "core/stats/test_genes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/stats/block_pass.h"
#include "core/stats/gene_entries.h"

namespace regulus {
namespace {

// Blocks are read in parts, so that a cancel is heard soon.
constexpr std::size_t parts_of_block = 8;

// Genes that are tested before anybody hears of them: few at first, and then more, since each stretch ends
// with threads that wait for the last.
constexpr std::size_t first_stretch = 32, last_stretch = 4096;

class GeneTester {
  public:
    using Ready = std::function<void(const GeneTests&)>;

    GeneTester(const MatrixSource& values, std::span<const std::int32_t> groups, std::size_t count,
               const TestOptions& options, Job& job, const Ready& ready)
        : m_values(values),
          m_groups(groups.begin(), groups.end()),
          m_options(options),
          m_job(job),
          m_silent(job),
          m_ready(ready) {
        assert(groups.size() == values.cells() && count <= most_groups);
        m_result.genes = values.genes();
        m_result.groups = count;
        m_result.cells.assign(count, 0);
        m_result.tests.resize(count * m_result.genes);
        m_result.done.assign(m_result.genes, 0);
        m_finite.assign(m_result.genes, 1);
        if (m_options.room == 0)
            m_options.room = std::min(std::size_t{values.in_memory() ? 1U : 2U} << 29U, memory_ceiling() / 2);
        for (const std::int32_t group : groups)
            if (group >= 0) ++m_result.cells[static_cast<std::size_t>(group)];
    }

    GeneTests run() && {
        test_by_gene(m_options.first);
        for (std::size_t first = 0; first < m_result.genes;) first = run_pass(first);
        for (std::size_t g = 0; g < m_result.genes; ++g)
            if (m_finite[g] == 0) m_result.not_finite.push_back(static_cast<std::uint32_t>(g));
        return std::move(m_result);
    }

  private:
    std::size_t run_pass(std::size_t first) {
        GeneEntries entries(first, m_result.genes, m_values.cells(), m_options.room);
        const auto said = [&](double done, std::size_t end) {
            return (static_cast<double>(first) + done * static_cast<double>(end - first)) /
                   static_cast<double>(m_result.genes);
        };
        constexpr double reading = 0.7;
        for_each_block(
            m_values, "reading cells", m_silent,
            [&](const CsrMatrix& block, std::size_t at) {
                if (first == 0) leave_out_unread(block, at);
                entries.add(block, std::span(m_groups).subspan(at, block.rows));
                const double done =
                    static_cast<double>(at + block.rows) / static_cast<double>(m_values.cells());
                m_job.progress(said(reading * done, entries.end()), "reading cells");
            },
            parts_of_block);
        test_stretches(
            entries.end() - first, [&](std::size_t i) { return first + i; },
            [&](std::size_t gene, GeneValues& values) { entries.gather(gene, values); },
            [&](double done) { return said(reading + (1 - reading) * done, entries.end()); });
        return entries.end();
    }

    void test_by_gene(std::span<const std::uint32_t> genes) {
        test_stretches(
            genes.size(), [&](std::size_t i) { return genes[i]; },
            [&](std::size_t gene, GeneValues& values) {
                const std::vector<float> cells = m_values.gene(gene, m_silent);
                values.clear();
                for (std::size_t c = 0; c < cells.size(); ++c)
                    if (cells[c] != 0 && m_groups[c] >= 0)
                        values.add(cells[c], static_cast<std::uint16_t>(m_groups[c]));
            },
            [&](double done) {
                return done * static_cast<double>(genes.size()) / static_cast<double>(m_result.genes);
            });
    }

    // Some genes: `gene_at` of 0 to count - 1. `said`: the share of the whole from the share of these.
    template <class GeneAt, class Gather, class Said>
    void test_stretches(std::size_t count, const GeneAt& gene_at, const Gather& gather, const Said& said) {
        std::size_t stretch = first_stretch;
        for (std::size_t at = 0; at < count; stretch = std::min(last_stretch, 2 * stretch)) {
            const std::size_t next = std::min(count, at + stretch);
            test_stretch(at, next, gene_at, gather);
            at = next;
            m_job.progress(said(static_cast<double>(at) / static_cast<double>(count)), "testing genes");
        }
    }

    // A cell of which nothing could be read has no place in any order.
    void leave_out_unread(const CsrMatrix& block, std::size_t at) {
        for (std::size_t r = 0; r < block.rows; ++r) {
            std::int32_t& group = m_groups[at + r];
            if (group < 0 || !all_nan(block, r)) continue;
            --m_result.cells[static_cast<std::size_t>(group)];
            ++m_result.unread;
            group = -1;
        }
    }

    template <class GeneAt, class Gather>
    void test_stretch(std::size_t begin, std::size_t end, const GeneAt& gene_at, const Gather& gather) {
        m_job.checkpoint();
        const std::size_t threads = static_cast<std::size_t>(std::max(1, thread_count()));
        const std::size_t grain = std::clamp<std::size_t>((end - begin) / (4 * threads), 1, 32);
        parallel_for(end - begin, grain, [&](std::size_t from, std::size_t to) {
            GeneSummer summer(m_result.cells, m_options.linear);
            GeneValues values;
            std::vector<GroupTest> tests(m_result.groups);
            for (std::size_t i = begin + from; i < begin + to; ++i) {
                m_silent.checkpoint();
                const std::size_t g = gene_at(i);
                if (m_result.done[g] != 0) continue;
                gather(g, values);
                const GeneSums& sums = summer.sum(values);
                test_groups(sums, tests);
                m_finite[g] = sums.finite ? 1 : 0;
                m_result.done[g] = 1;
                for (std::size_t group = 0; group < tests.size(); ++group)
                    m_result.tests[group * m_result.genes + g] = tests[group];
            }
        });
        if (m_ready) m_ready(m_result);
    }

    const MatrixSource& m_values;
    std::vector<std::int32_t> m_groups;
    TestOptions m_options;
    Job& m_job;
    QuietJob m_silent;
    const Ready& m_ready;
    GeneTests m_result;
    std::vector<std::uint8_t> m_finite;
};

}  // namespace

GeneTests test_genes(const MatrixSource& values, std::span<const std::int32_t> groups, std::size_t count,
                     const TestOptions& options, Job& job,
                     const std::function<void(const GeneTests&)>& ready) {
    return GeneTester(values, groups, count, options, job, ready).run();
}

}  // namespace regulus

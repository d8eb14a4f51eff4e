#include "core/stats/summarise_genes.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/data/selected_genes.h"
#include "core/stats/block_pass.h"
#include "core/stats/gene_entries.h"

namespace regulus {
namespace {

// Blocks are read in parts, so that a cancel is heard soon.
constexpr std::size_t parts_of_block = 4;
constexpr double reading = 0.7;  // of the time of a pass

class Summarising {
  public:
    Summarising(std::size_t genes, std::span<const std::int32_t> groups, std::size_t count,
                const SummaryOptions& options, Job& job)
        : m_genes(genes),
          m_groups(groups.begin(), groups.end()),
          m_options(options),
          m_job(job),
          m_quiet(job) {
        m_result.groups = count;
        m_result.cells.assign(count, 0);
        m_result.summaries.resize(genes * count);
        m_finite.assign(genes, 1);
        for (const std::int32_t group : groups)
            if (group >= 0) ++m_result.cells[static_cast<std::size_t>(group)];
    }

    void by_gene(const MatrixSource& values, std::span<const std::uint32_t> genes) {
        // A few at a time, so that somebody hears of them.
        const std::size_t step = 4 * static_cast<std::size_t>(std::max(1, thread_count()));
        for (std::size_t at = 0; at < m_genes; at += step) {
            summarise(at, std::min(m_genes, at + step), [&](std::size_t gene, GeneValues& into) {
                const std::vector<float> cells = values.gene(genes[gene], m_quiet);
                into.clear();
                for (std::size_t c = 0; c < cells.size(); ++c)
                    if (cells[c] != 0 && m_groups[c] >= 0)
                        into.add(cells[c], static_cast<std::uint16_t>(m_groups[c]));
            });
            m_job.progress(static_cast<double>(std::min(m_genes, at + step)) / static_cast<double>(m_genes),
                           "reading genes");
        }
    }

    void by_cells(const MatrixSource& chosen, std::size_t room) {
        for (std::size_t first = 0; first < m_genes;) {
            GeneEntries entries(first, m_genes, chosen.cells(), room);
            for_each_block(
                chosen, "reading cells", m_quiet,
                [&](const CsrMatrix& block, std::size_t at) {
                    if (first == 0) leave_out_unread(block, at);
                    entries.add(block, std::span(m_groups).subspan(at, block.rows));
                    say(first,
                        reading * static_cast<double>(at + block.rows) / static_cast<double>(chosen.cells()),
                        entries.end());
                },
                parts_of_block);
            summarise(first, entries.end(),
                      [&](std::size_t gene, GeneValues& into) { entries.gather(gene, into); });
            first = entries.end();
            say(first, 0, first);
        }
    }

    GeneSummaries take() && {
        for (std::size_t g = 0; g < m_genes; ++g)
            if (m_finite[g] == 0) m_result.not_finite.push_back(static_cast<std::uint32_t>(g));
        return std::move(m_result);
    }

  private:
    void say(std::size_t first, double done, std::size_t end) {
        m_job.progress((static_cast<double>(first) + done * static_cast<double>(end - first)) /
                           static_cast<double>(m_genes),
                       "reading cells");
    }

    void leave_out_unread(const CsrMatrix& block, std::size_t at) {
        if (!m_options.leave_out_unread) return;
        for (std::size_t r = 0; r < block.rows; ++r) {
            std::int32_t& group = m_groups[at + r];
            if (group < 0 || !all_nan(block, r)) continue;
            --m_result.cells[static_cast<std::size_t>(group)];
            ++m_result.unread;
            group = -1;
        }
    }

    void summarise(std::size_t begin, std::size_t end,
                   const std::function<void(std::size_t, GeneValues&)>& gather) {
        m_job.checkpoint();
        parallel_for(end - begin, 1, [&](std::size_t from, std::size_t to) {
            ValueSummariser summariser(m_result.cells, m_options);
            GeneValues values;
            for (std::size_t g = begin + from; g < begin + to; ++g) {
                m_quiet.checkpoint();
                gather(g, values);
                const std::span summaries(m_result.summaries.data() + g * m_result.groups, m_result.groups);
                m_finite[g] = summariser.summarise(values, summaries) ? 1 : 0;
            }
        });
    }

    std::size_t m_genes;
    std::vector<std::int32_t> m_groups;
    SummaryOptions m_options;
    Job& m_job;
    QuietJob m_quiet;
    GeneSummaries m_result;
    std::vector<std::uint8_t> m_finite;
};

}  // namespace

GeneSummaries summarise_genes(const std::shared_ptr<const MatrixSource>& values,
                              std::span<const std::uint32_t> genes, std::span<const std::int32_t> groups,
                              std::size_t count, const SummaryOptions& options, Job& job, std::size_t room) {
    assert(groups.size() == values->cells() && count <= most_groups);
    if (room == 0) room = std::min<std::size_t>(std::size_t{1} << 30U, memory_ceiling() / 2);
    Summarising work(genes.size(), groups, count, options, job);
    if (genes.empty()) return std::move(work).take();
    if (values->fast_genes())
        work.by_gene(*values, genes);
    else
        work.by_cells(*selected_genes(values, {genes.begin(), genes.end()}), room);
    return std::move(work).take();
}

}  // namespace regulus

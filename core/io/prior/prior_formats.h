// The kinds of text that hold a prior, each told by its first lines and read line by line. Only for the
// sources of core/io.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/prior/network_builder.h"

namespace regulus {

// The first lines, split.
struct PriorHead {
    char delimiter = ',';
    std::vector<std::size_t> lines;              // their numbers
    std::vector<std::vector<std::string>> rows;  // up to 200, or 4 MiB of text
};
// Throws Error(Input) for text without any line, and for a quote that is not closed.
PriorHead head_of(const std::string& path, std::string_view text);

// Takes regulations, keeps those that are good enough.
class PriorSink {
  public:
    PriorSink(char worst_confidence, double least_weight)
        : m_worst(worst_confidence), m_least(least_weight) {}

    void add(std::string_view tf, std::string_view target, Regulation edge) {
        ++m_listed;
        m_weighted = m_weighted || edge.weight != 1;
        if (m_worst != 0 && edge.confidence > m_worst) return;
        if (static_cast<double>(edge.weight) < m_least) return;
        edge.tf = m_builder.gene(tf);
        edge.target = m_builder.gene(target);
        m_builder.add(edge);
    }
    NetworkBuilder& builder() { return m_builder; }
    std::size_t listed() const { return m_listed; }
    bool weighted() const { return m_weighted; }

  private:
    NetworkBuilder m_builder;
    char m_worst;
    double m_least;
    std::size_t m_listed = 0;
    bool m_weighted = false;
};

struct PriorNotes {
    std::string format;
    std::size_t records = 0;
    std::vector<std::string> warnings;
};

bool looks_like_gmt(const PriorHead& head);
bool looks_like_scenic(const PriorHead& head);
bool looks_like_wide(const PriorHead& head);   // a column a TF, 0 or 1
bool looks_like_names(const PriorHead& head);  // one column

// All throw Error(Input) with the line, and Cancelled.
PriorNotes read_gmt(const std::string& path, std::string_view text, Job& job, PriorSink& sink);
PriorNotes read_scenic(const std::string& path, std::string_view text, Job& job, PriorSink& sink);
PriorNotes read_wide(const std::string& path, std::string_view text, const PriorHead& head, Job& job,
                     PriorSink& sink);
PriorNotes read_prior_table(const std::string& path, std::string_view text, const PriorHead& head, Job& job,
                            PriorSink& sink);

}  // namespace regulus

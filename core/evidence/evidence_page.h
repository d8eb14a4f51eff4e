// The evidence as a page that a person reads and prints, and as JSON.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/evidence/evidence_summary.h"
#include "core/evidence/run_result.h"

namespace regulus {

// A page of HTML and its plots, by the name that the page gives them ("masked.svg").
struct EvidencePage {
    std::string html;  // each plot stands as <img src="name"/>
    std::vector<std::pair<std::string, std::string>> plots;

    std::string one_file() const;  // the plots within the page itself
};

// `about`: what was evaluated, by key.
EvidencePage evidence_page(const EvidenceSummary& summary, const std::map<std::string, std::string>& about);

// Claims, tables, comparisons and every run, NaN as null.
std::string evidence_json(const EvidenceSummary& summary, const std::map<std::string, std::string>& about,
                          std::span<const RunResult> results);

}  // namespace regulus

// Gene sets as GMT files hold them, for scores and over-representation; core/io/prior/prior_reader.h reads
// the same files as a prior, where the name of a set is a TF.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/prior/gene_set.h"

namespace regulus {

struct GeneSets {
    std::vector<GeneSet> sets;  // in the file's order, with unique names; none is empty
    std::vector<std::string> warnings;
};

// Text, packed with gzip or not: a line a set, its name, a description and genes, separated by tabs. A gene
// that a set names twice counts once. Sets without genes are left out, of which a warning tells. Throws
// Error(Input), with the number of the line, for a line that is no set, a name that another set has, and text
// that is not UTF-8; for a file without sets, of more than 512 MiB of text, or of another kind; Cancelled.
GeneSets read_gene_sets(const std::string& path, Job& job);

}  // namespace regulus

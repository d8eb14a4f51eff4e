// Reads a regulatory prior from text, packed with gzip or not: tables such as CollecTRI, DoRothEA, TRRUST,
// OmniPath's answers and adjacencies; gene sets (GMT); pySCENIC's motif tables; SIF; plain two columns.
#pragma once

#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/prior/network_filter.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

struct PriorOptions {
    // Regulations with a worse confidence are left out ('A' is best); 0 keeps all. Those without one are
    // kept.
    char worst_confidence = 0;
    SignFilter sign = SignFilter::Both;
    double min_importance = 0;      // regulations with a smaller weight are left out
    std::size_t top_targets = 0;    // of each TF that many targets with the largest weights; 0: all
    std::string tf_list = {};       // file with the TFs to keep, one a line; empty: all
    bool expand_complexes = false;  // AP1, NFKB and OmniPath's complexes become their members

    bool operator==(const PriorOptions&) const = default;
};

// How the authors of a prior advise to use it: of one with confidences D or E, most of them predicted from
// motifs alone (DoRothEA), A to C; else all.
PriorOptions advised_options(const RegulatoryNetwork& whole);

// What a file is, what separates its columns, whether they have names, and what they hold is found out from
// the content, never from its name:
//   tables: source, tf, regulator ... and target, gene ... by name, else by place; the sign from weight, mor,
//     a mode such as Activation, or OmniPath's consensus_ and is_ columns; the confidence from letters A to
//     E; the weight from importance, weight or mor;
//   a column a TF and 0 or 1 in it, a row a gene or a region of one (CellOracle);
//   SIF: a word for the relation in the second column, one or more targets after it;
//   GMT: tabs, each set once, lines of different lengths or a description that is a link; the set's name is
//     the TF as core/prior/set_names.h says, in the case of the targets where those are of mouse;
//   pySCENIC: the column TargetGenes with Python lists of (gene, importance); the sign from Context.
// Pairs listed more than once are joined as make_network() says. Filters are applied in the order of
// PriorOptions, complexes before the list of TFs. checksum is set, of the file as it lies there; `warnings`
// says what was made of signs that conflict, of sets that name no TF, of complexes, and of absent TFs.
//
// Throws Error(Input), with the number of the line, for a file that is nothing of that (binary, a dataset, a
// list of names, an expression table), is damaged, has no regulation, or more than 512 MiB of text; for a
// list of TFs that is none; Error(Data) when nothing passes the filters, or a weight is asked for where the
// source gives none; Error(Usage) for a confidence other than A to E; Cancelled.
RegulatoryNetwork read_prior(const std::string& path, const PriorOptions& options, Job& job);

// The same of text that is in memory already; `name` stands for the file in messages and the network.
RegulatoryNetwork read_prior_text(const std::string& name, std::string_view text, const PriorOptions& options,
                                  Job& job);

}  // namespace regulus

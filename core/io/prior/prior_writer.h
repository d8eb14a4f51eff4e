// A prior as a file: CSV with everything that Regulus knows of an edge, gene sets (GMT), or SIF.
#pragma once

#include <string>

#include "core/prior/regulatory_network.h"

namespace regulus {

enum class PriorFormat { Csv, Gmt, Sif };
// By the ending: .gmt, .sif, and .csv, .tsv or .txt. Throws Error(Usage) for any other.
PriorFormat prior_format_of(const std::string& path);

// Writes by the ending of `path`; read_prior() gives the same back, as far as the format goes:
//   CSV (tabs for .tsv and .txt): source, target, weight (negative for repression), mode (activation,
//     repression, conflicting, unknown), confidence, sources (separated by ';'). All of an edge but the
//     number of its rows and whether it comes of a complex;
//   GMT: a set a TF, named after it; targets only;
//   SIF: source, relation (activates, represses, conflicting, regulates), target, separated by tabs; pairs
//     and signs.
// Throws Error(Data) for a network without edges and for names that the format cannot hold; Error(Storage).
// The file appears complete or not at all.
void write_prior(const RegulatoryNetwork& network, const std::string& path);

}  // namespace regulus

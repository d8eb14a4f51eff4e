// Complexes of transcription factors that priors name instead of a gene, and their members.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

// How OmniPath marks a complex; what follows are the members' names, separated by '_' or ':'.
inline constexpr std::string_view complex_mark = "COMPLEX:";

// The members of `name`, empty when it is no complex whose members are certain. Known are
//   AP1 (AP-1): FOS, FOSB, FOSL1, FOSL2, JUN, JUNB, JUND;
//   NFKB (NF-kB, NFkappaB): NFKB1, NFKB2, REL, RELA, RELB;
//   COMPLEX:A_B or COMPLEX:A:B: the genes it names;
//   A_B, where `is_tf` says of every part that it is a TF.
// AP1 and NFKB are recognised in any case; written as in mouse (Ap1), their members are, too (Fos).
std::vector<std::string> complex_members(std::string_view name,
                                         const std::function<bool(std::string_view)>& is_tf);

// Edges of TFs that are such complexes become edges of each member; those of a member that the network lists
// by itself stay as they are. The new ones are marked `from_complex`, `complexes` counts, and a warning says
// what was done. A network in which no TF is a complex comes back unchanged.
RegulatoryNetwork expand_complexes(const RegulatoryNetwork& network);

}  // namespace regulus

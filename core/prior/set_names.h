// Which transcription factor the name of a gene set (GMT) means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace regulus {

enum class SetNameKind {
    Gene,      // the name of one gene
    MicroRna,  // MIR_150_3P, LET_7D_3P, hsa-miR-150
    Pathway,   // REACTOME_..., KEGG_..., HALLMARK_..., GOBP_... and the like
    Other,     // anything else: several genes, a motif without a factor, words
};

struct SetName {
    std::string tf;  // the gene where the kind is Gene, else the set's own name
    SetNameKind kind = SetNameKind::Other;
    std::int8_t sign = 0;  // of pySCENIC's regulons: FOXP3(+), FOXP3(-)
};

// The rule, in this order:
//   microRNAs and pathways, told by how their names begin, keep their names;
//   "(+)", "(-)", "_(123g)", "(123g)" and "_extended" of SCENIC's regulons fall away;
//   of several words the first counts (STAT1 CHEA);
//   "_TARGET_GENES", "_TARGETS", "_REGULON" fall away, and all from "_UNIPROT_" on (GTRD);
//   "TF.", "V$" and endings such as _Q4, _Q3_01, _02, _B and _C of TRANSFAC's matrices fall away, and so does
//   a leading consensus (GGGAGGRR_MAZ_Q6 is MAZ);
//   NKX3_2 and H1_6 are written NKX3-2 and H1-6, for GMT files have no hyphens;
//   what is left is a gene when it looks like a symbol.
SetName read_set_name(std::string_view name);

// Letters, digits, '-' and '.', up to 24 of them, with at least one letter.
bool looks_like_symbol(std::string_view name);

}  // namespace regulus

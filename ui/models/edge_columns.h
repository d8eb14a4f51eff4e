// What a prior says of an edge, as columns: of the prior's own table and of targets beside what is read of
// them.
#pragma once

#include <span>
#include <vector>

#include "core/prior/network_summary.h"
#include "ui/models/table_model.h"

namespace regulus {

enum class EdgeColumn { Confidence, Weight, Sources };

std::vector<EdgeColumn> edgeColumns(const EvidenceGiven& given);
TableColumn headOf(EdgeColumn column);
// Answers DisplayRole, ValueRole (invalid where there is none, which sorts last), ToolTipRole of sources.
// `brief`: of several sources the first and how many more.
QVariant edgeCell(const EdgeEvidence& edge, EdgeColumn column, int role, bool brief);

// "confidence A, weight 0.8, named by X, Y": of what the prior gives; may be empty.
QString evidenceText(const EdgeEvidence& edge, std::span<const EdgeColumn> columns);

}  // namespace regulus

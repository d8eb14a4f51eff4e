// A comparison as rows of a table: the names of the columns, and the fields of one gene or TF. Whoever writes
// a file begins and ends the rows.
#pragma once

#include <string>
#include <vector>

#include "core/io/files/csv_writer.h"
#include "core/workflow/compare_donors.h"
#include "core/workflow/compare_groups.h"

namespace regulus {

// group, gene or tf, and the numbers of cells; of TFs also those at equal depth.
std::vector<std::string> comparison_columns(ValuesOf of);
void write_fields(CsvWriter& table, const GroupComparison& comparison, std::size_t group, std::size_t gene);

// "yes", "no", "reversed": whether a TF differs at equal depth; "" where that was not tested.
const char* standing_text(const GroupComparison& comparison, const Compared& one);

// The numbers of donors, each name behind `prefix`.
std::vector<std::string> donor_columns(const std::string& prefix = {});
// `test`: null for a gene that was not tested.
void write_fields(CsvWriter& table, const DonorGroup& group, const DonorTest* test);

}  // namespace regulus

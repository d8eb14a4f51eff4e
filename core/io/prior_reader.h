// Reads a regulatory prior from a table as text: CollecTRI (source,target,weight), DoRothEA (tf, confidence,
// target, mor), TRRUST (four columns without names), or any two columns TF and target; packed with gzip or
// not.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

struct PriorOptions {
    // Regulations with a worse confidence are left out ('A' is best); 0 keeps all. Those without one are
    // kept.
    char worst_confidence = 0;
};

// What separates the columns, whether they have names, and what they hold is found out from the content:
// source, tf, regulator ... and target, gene ... by name, else by place; the sign from weight, mor or a mode
// such as Activation; the confidence from letters A to E. checksum is set, of the file as it lies there;
// `warnings` says what was made of pairs that are listed with different modes.
//
// Throws Error(Input), with the number of the line, for a file that is no such table (binary, a data set, a
// list of names, gene sets, an expression table), is damaged, has no regulation, or more than 512 MiB of
// text; Error(Data) when none has the confidence asked for; Error(Usage) for a confidence other than A to E;
// Cancelled.
RegulatoryNetwork read_prior(const std::string& path, const PriorOptions& options, Job& job);

}  // namespace regulus

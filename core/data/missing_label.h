// Which values of a column of labels are no label: the one rule, for training, colours and lists of groups.
#pragma once

#include <string_view>

namespace regulus {

// "", NA, N/A, <NA>, nan, none, null, missing, unknown, unassigned, unlabelled, unlabeled; case and spaces
// around it do not matter.
bool means_unlabelled(std::string_view value);

}  // namespace regulus

// Finding a gene or TF by typing: exact names first, then names that begin with the text, then names that
// hold it. Case does not matter.
#pragma once

#include <QString>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace regulus {

// Places in `names`, best first, each kind in the order of `names`; all places when the text is blank. At
// most `limit`. `aliases` is empty or holds a second name each (Ensembl beside symbol), matched as a whole or
// as a beginning. Case is folded for ASCII letters, as gene names are written with them.
std::vector<std::uint32_t> findNames(std::span<const std::string> names, std::span<const std::string> aliases,
                                     const QString& text, std::size_t limit);

}  // namespace regulus

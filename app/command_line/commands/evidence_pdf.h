// The report of `evaluate` as PDF, where this build draws.
#pragma once

#include <string>

#include "core/evidence/evidence_page.h"

namespace regulus {

// Returns false, and writes nothing, in a build without pictures. Throws Error(Storage).
bool write_evidence_pdf(const EvidencePage& page, const std::string& title, const std::string& path);

}  // namespace regulus

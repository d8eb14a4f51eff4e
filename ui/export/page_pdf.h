// A page of text, tables and SVG plots as PDF.
#pragma once

#include <QString>

#include "core/evidence/evidence_page.h"

namespace regulus {

// A4; text stays text, plots stay vector marks. Needs a QGuiApplication; any thread. Beside `path`, then
// renamed. Throws Error(Storage).
void writePdf(const EvidencePage& page, const QString& title, const QString& path);

}  // namespace regulus

#include "app/command_line/commands/evidence_pdf.h"

#include "app/command_line/pictures/figure_file.h"
#include "ui/export/page_pdf.h"

namespace regulus {

bool write_evidence_pdf(const EvidencePage& page, const std::string& title, const std::string& path) {
    need_graphics();
    writePdf(page, QString::fromStdString(title), QString::fromStdString(path));
    return true;
}

}  // namespace regulus

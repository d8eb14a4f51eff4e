// Version, what Regulus is built with, the licences, and the log file to attach to a report.
#pragma once

#include <QDialog>

namespace regulus {

struct AboutTexts {
    QString version;   // "0.1.0"
    QString parts;     // one part a line: name, version
    QString licences;  // Markdown
    QString logPath;   // empty: no log is written
};

class AboutDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit AboutDialog(const AboutTexts& texts, QWidget* parent = nullptr);
};

}  // namespace regulus

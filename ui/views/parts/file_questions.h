// Asks for files: in the folder where files of that purpose were last, and with a name that says what is in
// them.
#pragma once

#include <QString>

class QWidget;

namespace regulus {

class SessionSettings;

struct FileQuestion {
    QString purpose;  // whose folder is remembered: "data", "prior", "model", "figure", "table"
    QString caption;
    QString filter;  // as QFileDialog takes it
};

// Empty when nothing was chosen.
QString askForFile(QWidget* parent, SessionSettings& settings, const FileQuestion& question);
// `name` is proposed, and its suffix added to what is typed without one. A file is replaced only with leave.
QString askWhereToSave(QWidget* parent, SessionSettings& settings, const FileQuestion& question,
                       const QString& name);

// Whether a file may be written that a file dialog did not ask about: asks where there is one.
bool mayReplace(QWidget* parent, const QString& file);

// "pbmc3k-model" for a model of pbmc3k.h5ad.gz. Either may be empty.
QString suggestedStem(const QString& source, const QString& what);

}  // namespace regulus

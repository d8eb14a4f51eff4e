#include "ui/views/parts/file_questions.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QSet>

#include "ui/session/session_settings.h"

namespace regulus {
namespace {

QString remembered(SessionSettings& settings, const FileQuestion& question, const QString& file) {
    if (!file.isEmpty()) settings.setFolder(question.purpose, QFileInfo(file).absolutePath());
    return file;
}

QString withoutSuffixes(QString name) {
    static const QSet<QString> kinds{QStringLiteral("gz"),  QStringLiteral("h5ad"), QStringLiteral("h5mu"),
                                     QStringLiteral("h5"),  QStringLiteral("loom"), QStringLiteral("mtx"),
                                     QStringLiteral("csv"), QStringLiteral("tsv"),  QStringLiteral("txt")};
    for (qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
         dot > 0 && kinds.contains(name.mid(dot + 1).toLower()); dot = name.lastIndexOf(QLatin1Char('.')))
        name.truncate(dot);
    return name;
}

}  // namespace

QString askForFile(QWidget* parent, SessionSettings& settings, const FileQuestion& question) {
    return remembered(settings, question,
                      QFileDialog::getOpenFileName(parent, question.caption,
                                                   settings.folder(question.purpose), question.filter));
}

QString askWhereToSave(QWidget* parent, SessionSettings& settings, const FileQuestion& question,
                       const QString& name) {
    QString file = QFileDialog::getSaveFileName(
        parent, question.caption, QDir(settings.folder(question.purpose)).filePath(name), question.filter);
    if (!file.isEmpty() && QFileInfo(file).suffix().isEmpty()) {
        file += QLatin1Char('.') + QFileInfo(name).suffix();
        if (!mayReplace(parent, file)) return {};
    }
    return remembered(settings, question, file);
}

bool mayReplace(QWidget* parent, const QString& file) {
    return !QFileInfo::exists(file) ||
           QMessageBox::question(parent, QObject::tr("Replace file"),
                                 QObject::tr("%1 exists already. Replace it?").arg(file),
                                 QMessageBox::Yes | QMessageBox::No, QMessageBox::No) == QMessageBox::Yes;
}

QString suggestedStem(const QString& source, const QString& what) {
    QStringList parts{withoutSuffixes(source), what};
    parts.removeAll(QString());
    QString stem = parts.join(QLatin1Char('-'));
    for (QChar& c : stem)
        if (c.isSpace() || QStringLiteral("/\\:*?\"<>|").contains(c)) c = QLatin1Char('_');
    return stem;
}

}  // namespace regulus

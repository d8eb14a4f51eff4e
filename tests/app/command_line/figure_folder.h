// Figures of PBMC 3k that `regulus figure` writes into a folder of their own, with their numbers.
#pragma once

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "tests/app/command_line/run_regulus.h"

namespace regulus::test {

class FigureFolder {
  public:
    QString data() const { return data_file(QStringLiteral("pbmc3k/pbmc3k_seurat.h5ad")); }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    // `out`, and "a.csv" with the numbers behind it.
    Ran figure(const QStringList& options, const QString& out = QStringLiteral("a.svg")) const {
        return run(QStringList{"figure", "--data", data(), "--out", path(out), "--numbers", path("a.csv")} +
                   options);
    }
    QString written(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    // What can be read in an SVG, with single blanks: names and notes may be broken into lines.
    QString textOf(const QString& name) const {
        return written(name).remove(QRegularExpression("<[^>]*>")).replace(QRegularExpression("\\s+"), " ");
    }

  private:
    QTemporaryDir m_folder;
};

}  // namespace regulus::test

#include "ui/views/predictions/predictions_csv.h"

#include <QSaveFile>

#include "core/base/error.h"
#include "ui/models/table_text.h"

namespace regulus {
namespace {

QString nameOf(std::int32_t code, const std::vector<std::string>& names) {
    return code < 0 ? QString() : csvField(QString::fromStdString(names[std::size_t(code)]));
}

QString lineOf(const PredictionTable& table, std::uint32_t cell) {
    const QString agrees = table.agrees[cell] < 0   ? QString()
                           : table.agrees[cell] > 0 ? QStringLiteral("yes")
                                                    : QStringLiteral("no");
    const bool second = table.second[cell] >= 0;
    return QStringList{csvField(QString::fromStdString(table.name(cell))),
                       table.label.empty() ? QString() : nameOf(table.label[cell], table.labelNames),
                       nameOf(table.predicted[cell], table.classNames),
                       QString::number(double(table.score[cell]), 'g', 6),
                       nameOf(table.second[cell], table.classNames),
                       second ? QString::number(double(table.secondScore[cell]), 'g', 6) : QString(),
                       agrees}
               .join(QLatin1Char(',')) +
           QLatin1Char('\n');
}

[[noreturn]] void fail(const QSaveFile& file, const QString& path) {
    throw Error(ErrorKind::Storage,
                "The predictions could not be written: " + file.errorString().toStdString(),
                path.toStdString(), "Choose another folder, or make room");
}

}  // namespace

void writePredictions(const PredictionTable& table, std::span<const std::uint32_t> cells, const QString& path,
                      Job& job) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) fail(file, path);
    file.write("cell,label,prediction,score,second,second_score,agrees\n");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i % 4096 == 0) {
            job.checkpoint();
            job.progress(double(i) / double(cells.size()), "writing cells");
        }
        if (file.write(lineOf(table, cells[i]).toUtf8()) < 0) fail(file, path);
    }
    if (!file.commit()) fail(file, path);
}

}  // namespace regulus

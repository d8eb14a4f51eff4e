#include "ui/export/whole_file.h"

#include <QFileInfo>
#include <filesystem>
#include <system_error>

#include "core/base/error.h"

namespace regulus {

namespace {

constexpr std::uintmax_t least_space = 1U << 16U;  // less, and a disk is full

}  // namespace

void writeWhole(const QString& path, const QString& what, const std::function<bool(QIODevice&)>& write) {
    const auto fail = [&](const QString& why) {
        throw Error(ErrorKind::Storage,
                    QStringLiteral("%1 could not be written: %2").arg(what, why).toStdString(),
                    path.toStdString(), "Choose another folder, or make room on the disk");
    };
    const QFileInfo target(path);
    if (target.exists() && !target.isFile()) fail(QStringLiteral("this is no ordinary file"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) fail(file.errorString());
    // What an encoder could not write it does not explain.
    const bool written = write(file);
    std::error_code unknown;
    const auto space = std::filesystem::space(target.absolutePath().toStdString(), unknown);
    if (!written && file.error() == QFileDevice::NoError && !unknown && space.available < least_space)
        fail(QString::fromStdString(std::make_error_code(std::errc::no_space_on_device).message()));
    if (!written || !file.commit()) fail(file.errorString());
}

}  // namespace regulus

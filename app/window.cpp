#include "app/window.h"

#include <QApplication>
#include <QIcon>
#include <QStyleFactory>
#include <QSurfaceFormat>

#include "app/command_line/command_line.h"
#include "app/log_file.h"
#include "app/main_window.h"
#include "app/shared_files.h"
#include "core/base/parallel.h"
#include "ui/session/session_settings.h"

namespace regulus {

int run_window(int argc, char** argv, const std::string& file) {
    // The 3-D view needs it, and it must be set before the application is made.
    QSurfaceFormat format;
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    QSurfaceFormat::setDefaultFormat(format);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("regulus"));
    QApplication::setApplicationDisplayName(QStringLiteral("Regulus"));
    QApplication::setApplicationVersion(QString::fromUtf8(version()));
    QApplication::setDesktopFileName(QStringLiteral("regulus"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    if (const QString image = sharedFile(QStringLiteral("icons/regulus.svg")); !image.isEmpty())
        QApplication::setWindowIcon(QIcon(image));
    startLog();
    SessionSettings settings;
    if (settings.threads() > 0) set_thread_count(settings.threads());
    MainWindow window(Engine::standard(), settings);
    window.show();
    if (!file.empty()) window.openFile(QString::fromStdString(file));
    return QApplication::exec();
}

}  // namespace regulus

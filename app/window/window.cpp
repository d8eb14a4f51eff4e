#include "app/window/window.h"

#include <QApplication>
#include <QIcon>
#include <QLocale>
#include <QPointer>
#include <cstdio>
#include <cstdlib>

#include "app/window/calm_style.h"
#include "app/window/log_file.h"
#include "app/window/main_window.h"
#include "app/window/shared_files.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/user_folder.h"
#include "core/base/version.h"
#include "core/io/store/store_cache.h"
#include "core/model/device.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/session/session_settings.h"

namespace regulus {

namespace {

constexpr int exit_no_display = 1;

// Qt ends the program where no display can be opened, with advice that helps a few and leaves the rest alone.
void explain_no_display(QtMsgType type, const QMessageLogContext&, const QString& message) {
    std::fprintf(stderr, "%s\n", qPrintable(message));
    if (type != QtFatalMsg) return;
    std::fputs(
        "regulus: error: The window could not be opened; is there a display?\n"
        "  regulus --help lists the commands that need none; regulus demo runs the demo without one\n",
        stderr);
    std::_Exit(exit_no_display);
}

}  // namespace

void dressProgram() {
    QApplication::setStyle(new CalmStyle);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

int run_window(int argc, char** argv, const std::string& file, bool demo) {
    if (const double scale = SessionSettings().interfaceScale();
        scale > 1 && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(scale));  // is read by the application when it begins
    prepare_opengl_format();  // for 3-D; it has to be there before the application is
    const QtMessageHandler usual = qInstallMessageHandler(explain_no_display);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
    QApplication::setApplicationName(QStringLiteral("regulus"));
    QApplication::setApplicationDisplayName(QStringLiteral("Regulus"));
    QApplication::setApplicationVersion(QString::fromUtf8(version()));
    QApplication::setDesktopFileName(QStringLiteral("regulus"));
    dressProgram();
    if (const QString image = sharedFile(QStringLiteral("icons/regulus.svg")); !image.isEmpty())
        QApplication::setWindowIcon(QIcon(image));
    startLog();
    SessionSettings settings;
    if (settings.threads() > 0) set_thread_count(settings.threads());
    if (device_choice() == DeviceChoice{}) set_device_choice(settings.device());
    if (settings.cacheGigabytes() > 0) set_usual_cache_limit(std::uint64_t(settings.cacheGigabytes()) << 30U);
    if (settings.memoryGigabytes() > 0) set_memory_ceiling(std::size_t(settings.memoryGigabytes()) << 30U);
    // Others may outlive it; what it holds goes when it is closed.
    const QPointer<MainWindow> window = new MainWindow(Engine::standard(), settings);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->keepSessions(QString::fromStdString(user_folder(UserFolder::Data, "sessions")));
    window->show();
    if (demo)
        window->openDemo();
    else if (!file.empty())
        window->openFile(QString::fromStdString(file));
    const int code = QApplication::exec();
    delete window.data();  // where something else ended the program
    return code;
}

}  // namespace regulus

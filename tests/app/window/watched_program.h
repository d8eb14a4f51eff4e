// The whole program under a test's eyes: what it complains of, whether it is at work, what was being done
// when it crashed; in a home of its own, without a network.
#pragma once

#include <unistd.h>
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <utility>

#include "app/window/calm_style.h"
#include "app/window/main_window.h"
#include "ui/render3d/scatter_widget_3d.h"

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace regulus::test {

// Something is on its way, beside a training or an evaluation.
inline bool windowsBusy() {
    return std::ranges::any_of(QApplication::topLevelWidgets(), [](QWidget* widget) {
        auto* window = qobject_cast<MainWindow*>(widget);
        if (!window) return false;
        const Session& session = window->session();
        const bool working = session.training().progress().active() || session.evidence().state().active;
        return session.loading() || (!session.jobs().idle() && !working);
    });
}

// Hears the warnings of Qt and of the program for as long as it lives; one at a time.
class Watch {
  public:
    Watch() {
        s_complaints.clear();
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
            if (type != QtDebugMsg && type != QtInfoMsg) s_complaints << text;
        });
    }
    ~Watch() { qInstallMessageHandler(nullptr); }
    Q_DISABLE_COPY_MOVE(Watch)

    QStringList takeComplaints() {
        QStringList taken = std::exchange(s_complaints, {});
        // There is no network: the program may say so, and where it was looking. And what was asked for may
        // not be in the data.
        taken.removeIf([](const QString& text) {
            return text.contains(QStringLiteral("127.0.0.1")) ||
                   text.contains(QStringLiteral("No transcription factor of the prior has")) ||
                   text.contains(QStringLiteral("There are too few targets of"));
        });
        return taken;
    }

    // What is being done: the last words of a program that crashes. With REGULUS_SAY it is printed at once.
    static void present(const QString& doing) {
        const QByteArray text = doing.toUtf8();
        std::strncpy(s_present, text.constData(), sizeof s_present - 1);
        if (qEnvironmentVariableIsSet("REGULUS_SAY")) std::fprintf(stderr, "%s\n", s_present);
    }
    static void sayPresentWhenCrashing() {
        // On a stack of its own: a recursion without end has used up the other.
        static std::array<char, 65536> room;
        const stack_t own{.ss_sp = room.data(), .ss_flags = 0, .ss_size = room.size()};
        ::sigaltstack(&own, nullptr);
        struct sigaction action {};
        action.sa_flags = SA_ONSTACK;
        action.sa_handler = [](int caught) {
            sayPresent();
            std::signal(caught, SIG_DFL);
            std::raise(caught);
        };
        ::sigaction(SIGALRM, &action, nullptr);
        if (__sanitizer_set_death_callback) return __sanitizer_set_death_callback(sayPresent);
        for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS}) ::sigaction(signal, &action, nullptr);
    }

  private:
    static void sayPresent() {
        const char* words[] = {"\nWhile using: ", s_present, "\n"};
        for (const char* word : words) (void)!::write(STDERR_FILENO, word, std::strlen(word));
    }

    inline static QStringList s_complaints;
    inline static char s_present[600];
};

// The main() of a test of the whole program. Nothing of the person's own is read or written, and nothing is
// fetched. 77, which counts as skipped, without a display.
template <class Test>
int runInOwnHome(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;
    QTemporaryDir home;
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
        qputenv(name, home.path().toUtf8());
    QDir::setCurrent(home.path());  // a name that is typed for a folder is one of these
    qputenv("REGULUS_OMNIPATH", "http://127.0.0.1:9");
    qputenv("REGULUS_DEMO", "http://127.0.0.1:9/demo");
    qputenv("QTEST_FUNCTION_TIMEOUT", "3600000");
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    prepare_opengl_format();
    QApplication application(argc, argv);
    QApplication::setStyle(new CalmStyle);
    QApplication::setQuitOnLastWindowClosed(false);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace regulus::test

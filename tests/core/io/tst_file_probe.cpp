// A look at a file in a child process that crashes, never ends, or cannot be made.
#include <dlfcn.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/dataset/file_probe.h"

using namespace regulus;

namespace {
std::atomic<int> fork_problem{0};
}

// In front of the system's: what a computer without room for processes, or a sandbox, answers.
extern "C" pid_t fork() noexcept {
    if (fork_problem != 0) {
        errno = fork_problem;
        return -1;
    }
    static const auto real = reinterpret_cast<pid_t (*)()>(::dlsym(RTLD_NEXT, "fork"));
    return real();
}

class FileProbeTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_path;

    QByteArray refusal(const std::function<void()>& look, ErrorKind kind = ErrorKind::Input,
                       std::chrono::milliseconds longest = std::chrono::minutes(3)) {
        Job job;
        try {
            h5::look_in_child(m_path, look, job, longest);
        } catch (const Error& error) {
            if (error.kind() != kind) return "another kind";
            return error.remedy().empty() ? "no remedy" : error.problem().c_str();
        }
        return {};
    }

  private Q_SLOTS:
    void init() {
        m_path = m_folder.filePath(QTest::currentTestFunction()).toStdString();
        std::ofstream(m_path) << "some bytes";
        fork_problem = 0;
    }
    void what_the_child_says_is_said_here() {
        QCOMPARE(refusal([] {}), QByteArray());
        QCOMPARE(refusal([] { throw Error(ErrorKind::Data, "No cells", "there", "Take another"); },
                         ErrorKind::Data),
                 QByteArray("No cells"));
    }
    void a_crash() {
        QVERIFY(refusal([] { ::raise(SIGSEGV); }).contains("damaged so badly"));
        QVERIFY(refusal([] { ::raise(SIGKILL); }).contains("damaged so badly"));
    }
    void going_round_in_circles() {
        const auto circle = [] {
            volatile unsigned n = 0;
            while (true) n = n + 1;
        };
        QVERIFY(refusal(circle).contains("timed out"));
    }
    void waiting_in_vain() {
        const auto sleep = [] { std::this_thread::sleep_for(std::chrono::hours(1)); };
        QVERIFY(refusal(sleep, ErrorKind::Input, std::chrono::milliseconds(50)).contains("timed out"));
    }
    void one_thread_only() {
        set_thread_count(7);
        const auto look = [] {
            if (thread_count() != 1) throw Error(ErrorKind::Internal, "more than one thread");
        };
        QCOMPARE(refusal(look), QByteArray());
        QCOMPARE(thread_count(), 7);
    }
    void no_room_for_a_process() {
        for (const int problem : {EAGAIN, ENOMEM}) {
            fork_problem = problem;
            QVERIFY(refusal([] {}, ErrorKind::Memory).contains("no room"));
        }
        fork_problem = ENOSYS;  // no process can ever be made
        QCOMPARE(refusal([] {}), QByteArray());
    }
};

QTEST_APPLESS_MAIN(FileProbeTest)
#include "tst_file_probe.moc"

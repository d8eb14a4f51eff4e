// A look at a file in a child process that crashes, never ends, wants too much, or cannot be made.
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/program_parts.h"
#include "core/io/dataset/file_probe.h"

using namespace regulus;

namespace {
std::atomic<int> spawn_problem{0}, forks{0};
}

// In front of the system's: what a computer without room for processes, or a sandbox, answers.
extern "C" int posix_spawn(pid_t* id, const char* path, const posix_spawn_file_actions_t* actions,
                           const posix_spawnattr_t* attributes, char* const* arguments,
                           char* const* environment) {
    if (spawn_problem != 0) return spawn_problem;
    static const auto real = reinterpret_cast<decltype(&posix_spawn)>(::dlsym(RTLD_NEXT, "posix_spawn"));
    return real(id, path, actions, attributes, arguments, environment);
}

extern "C" pid_t fork() noexcept {
    ++forks;
    static const auto real = reinterpret_cast<pid_t (*)()>(::dlsym(RTLD_NEXT, "fork"));
    return real();
}

class StopAtOnce final : public Job {
  public:
    bool cancelled() const noexcept override { return true; }
};

class FileProbeTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_path;

    QByteArray refusal(const char* how, ErrorKind kind = ErrorKind::Input,
                       std::chrono::milliseconds longest = std::chrono::minutes(3)) {
        Job job;
        try {
            h5::look_in_child(m_path, {REGULUS_BAD_LOOKER, {m_path, how}, longest}, job);
        } catch (const Error& error) {
            if (error.kind() != kind) return QByteArray("another kind: ") + error.what();
            return error.remedy().empty() ? "no remedy" : error.problem().c_str();
        }
        return {};
    }

  private Q_SLOTS:
    void init() {
        m_path = m_folder.filePath(QTest::currentTestFunction()).toStdString();
        std::ofstream(m_path) << "some bytes";
        spawn_problem = 0;
    }
    void what_the_child_says_is_said_here() {
        QCOMPARE(refusal("nothing"), QByteArray());
        QCOMPARE(refusal("refuse", ErrorKind::Data), QByteArray("No cells"));
        QVERIFY(refusal("long", ErrorKind::Data).startsWith("xxxx"));
    }
    void a_crash() {
        QVERIFY(refusal("segfault").contains("too damaged"));
        QVERIFY(refusal("killed").contains("too damaged"));
        QVERIFY(refusal("exit").contains("too damaged"));
    }
    void going_round_in_circles() { QVERIFY(refusal("circle").contains("timed out")); }
    void waiting_in_vain() {
        QVERIFY(refusal("sleep", ErrorKind::Input, std::chrono::milliseconds(50)).contains("timed out"));
    }
    void too_much_memory() { QVERIFY(refusal("memory").contains("implausible amount of memory")); }
    void nothing_is_written() {
        QCOMPARE(refusal("write", ErrorKind::Storage), QByteArray("no remedy"));
        QCOMPARE(QFile(QString::fromStdString(m_path) + ".written").size(), qint64(0));
    }
    void one_thread_only() {
        set_thread_count(7);
        QCOMPARE(refusal("threads"), QByteArray());
        QCOMPARE(thread_count(), 7);
        set_thread_count(0);
    }
    // Not even what was opened to be inherited: a connection to the display, another file.
    void no_descriptor_is_inherited() {
        const int open = ::open("/dev/null", O_RDONLY);
        QVERIFY(open >= 4 && ::dup2(open, 321) == 321);
        QCOMPARE(refusal("inherits"), QByteArray());
        ::close(321);
        ::close(open);
    }
    // A fork of a process with threads may find any lock held by a thread that it has not got.
    void no_copy_of_this_process() {
        forks = 0;
        QCOMPARE(refusal("nothing"), QByteArray());
        QCOMPARE(int(forks), 0);
    }
    void a_cancel_ends_it() {
        StopAtOnce stop;
        const h5::Look look{REGULUS_BAD_LOOKER, {m_path, "sleep"}};
        QVERIFY_EXCEPTION_THROWN(h5::look_in_child(m_path, look, stop), Cancelled);
    }
    void no_room_for_a_process() {
        for (const int problem : {EAGAIN, ENOMEM}) {
            spawn_problem = problem;
            QVERIFY(refusal("nothing", ErrorKind::Memory).contains("could not be started"));
        }
        spawn_problem = ENOSYS;  // no process can ever be made
        QCOMPARE(refusal("refuse"), QByteArray());
    }
    void a_missing_helper_is_named() {
        Job job;
        try {
            h5::look_in_child(m_path, {"/nowhere/regulus-look", {m_path}}, job);
            QFAIL("nothing was missing");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Internal);
            QCOMPARE(error.where(), std::string("/nowhere/regulus-look"));
        }
        QVERIFY(QFile::exists(QString::fromStdString(program_part("regulus-look"))));
    }
};

QTEST_APPLESS_MAIN(FileProbeTest)
#include "tst_file_probe.moc"

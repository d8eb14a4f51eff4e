// Work shared among threads where there are no more threads to be had.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

#include <atomic>
#include <fstream>

#include "core/base/parallel.h"

using namespace regulus;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_can_be_limited = false;  // these want terabytes of addresses
#else
constexpr bool memory_can_be_limited = true;
#endif

bool each_chunk_once(std::size_t chunks) {
    std::atomic<std::size_t> done{0}, sum{0};
    parallel_for(chunks, 1, [&](std::size_t begin, std::size_t) {
        ++done;
        sum += begin;
    });
    return done == chunks && sum == chunks * (chunks - 1) / 2;
}

}  // namespace

class ParallelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void each_chunk_is_done_once() {
        set_thread_count(5);
        QVERIFY(each_chunk_once(1000));
        QVERIFY_EXCEPTION_THROWN(parallel_for(100, 1,
                                              [](std::size_t begin, std::size_t) {
                                                  if (begin == 40) throw std::runtime_error("40");
                                              }),
                                 std::runtime_error);
    }
    // Every thread wants 8 MiB of addresses for its stack; there are 20.
    void fewer_threads_than_asked_for() {
        if (!memory_can_be_limited) QSKIP("the sanitizers cannot live with a limit of memory");
        const pid_t child = ::fork();
        if (child == 0) {
            std::size_t pages = 0;
            std::ifstream("/proc/self/statm") >> pages;
            const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (rlim_t{20} << 20U);
            const rlimit limit{most, most}, no_core{0, 0};
            (void)::setrlimit(RLIMIT_CORE, &no_core);
            (void)::setrlimit(RLIMIT_AS, &limit);
            set_thread_count(64);
            ::_exit(each_chunk_once(500) ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY2(!WIFSIGNALED(status), "ended by a signal");
        QCOMPARE(WEXITSTATUS(status), 0);
    }
};

QTEST_APPLESS_MAIN(ParallelTest)
#include "tst_parallel.moc"

#include "core/io/dataset/file_probe.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <mutex>
#include <new>
#include <set>
#include <thread>
#include <tuple>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/hdf5/hdf5_file.h"

namespace regulus::h5 {
namespace {

using Identity = std::tuple<dev_t, ino_t, off_t, long, long>;

bool identity_of(const std::string& path, Identity& identity) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return false;
    identity = {info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
    return true;
}

class KnownFiles {
  public:
    bool contains(const Identity& identity) {
        const std::lock_guard guard(m_mutex);
        return m_known.contains(identity);
    }
    void insert(const Identity& identity) {
        const std::lock_guard guard(m_mutex);
        m_known.insert(identity);
    }

  private:
    std::mutex m_mutex;
    std::set<Identity> m_known;
};

KnownFiles& known_files() {
    static KnownFiles files;
    return files;
}

// What a look at a file of that size may need, annotation unpacked included.
rlim_t memory_for(off_t file_size) {
    return (rlim_t{512} << 20U) + std::min(rlim_t{32} << 30U, 40 * static_cast<rlim_t>(file_size));
}

// Of processor time: a sound file of some megabytes takes a hundredth of it, and the library goes round in
// circles over some that are not.
rlim_t seconds_for(off_t file_size) {
    return 4 + std::min(rlim_t{56}, static_cast<rlim_t>(file_size) >> 23U);
}

rlim_t mapped_bytes() {
    std::ifstream file("/proc/self/statm");
    rlim_t pages = 0;
    file >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void limit(decltype(RLIMIT_CPU) what, rlim_t amount, rlim_t at_most) {
    const rlimit value{amount, at_most};
    (void)::setrlimit(what, &value);
}

// A pipe through which the child says why it could not go on. What it says fits the pipe's buffer.
class Report {
  public:
    Report() {
        if (::pipe2(m_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) m_ends = {-1, -1};
    }
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    ~Report() {
        for (const int end : m_ends) {
            if (end >= 0) ::close(end);
        }
    }
    void say(const Error& error) const {
        constexpr std::size_t longest = 8000;
        std::string text(1, static_cast<char>(error.kind()));
        for (const std::string* part : {&error.problem(), &error.where(), &error.remedy()}) {
            text += part->substr(0, longest) + '\0';
        }
        (void)!::write(m_ends[1], text.data(), text.size());
    }
    void rethrow() const {
        std::string text(32768, '\0');
        const ssize_t got = ::read(m_ends[0], text.data(), text.size());
        if (got <= 1) return;
        std::array<std::string, 3> parts;
        std::size_t at = 1;
        for (std::string& part : parts) {
            part = text.c_str() + at;
            at += part.size() + 1;
        }
        throw Error(static_cast<ErrorKind>(text[0]), parts[0], parts[1], parts[2]);
    }

  private:
    std::array<int, 2> m_ends{-1, -1};
};

[[noreturn]] void be_child(const std::function<void()>& look, rlim_t memory, rlim_t seconds,
                           const Report& report, const std::string& path) {
    // Another program's crash reporter must not tell of this one.
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU}) std::signal(signal, SIG_DFL);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_CPU, seconds, seconds + 5);  // SIGXCPU says why it ended, SIGKILL would not
    limit(RLIMIT_AS, memory, memory);
    set_thread_count(1);  // each thread's stack counts as memory, and none is needed to look
    // The thread that holds the lock is another one here than the one that took it.
    ::new (&library_mutex()) std::recursive_mutex;
    try {
        look();
    } catch (const Error& error) {
        report.say(error);
    } catch (const std::exception&) {
        report.say(Error(ErrorKind::Input, "The file asks for absurd amounts of memory", path,
                         "It is probably damaged; copy it again from where it came from"));
    }
    ::_exit(0);
}

[[noreturn]] void refuse_endless(const std::string& path) {
    throw Error(ErrorKind::Input, "Reading the file timed out", path,
                "Try again when the disk or the network is less busy, or from a copy on a disk of this "
                "computer; if it takes as long there, the file is damaged");
}

// Kills and buries the child unless it ended by itself.
class Child {
  public:
    explicit Child(pid_t id) : m_id(id) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (m_ended) return;
        ::kill(m_id, SIGKILL);
        (void)::waitpid(m_id, nullptr, 0);
    }
    bool ended(int& status) {
        const pid_t found = ::waitpid(m_id, &status, WNOHANG);
        m_ended = found != 0;  // an error means that somebody else buried it
        if (found < 0) status = 0;
        return m_ended;
    }

  private:
    pid_t m_id;
    bool m_ended = false;
};

}  // namespace

void look_in_child(const std::string& path, const std::function<void()>& look, Job& job,
                   std::chrono::milliseconds longest_wait) {
    Identity identity;
    if (!identity_of(path, identity) || known_files().contains(identity)) return;
    const off_t size = std::get<2>(identity);
    const rlim_t memory = mapped_bytes() + memory_for(size);
    const Report report;
    pid_t id = -1;
    int problem = 0;
    {
        const Lock lock;  // no other thread is inside the library while the process is copied
        id = ::fork();
        problem = errno;
        if (id == 0) be_child(look, memory, seconds_for(size), report, path);
    }
    if (id < 0 && (problem == ENOSYS || problem == EPERM)) return;
    if (id < 0) {
        throw Error(ErrorKind::Memory,
                    "The computer has no room for the process that looks at the file first", path,
                    "Close other programs and try again");
    }
    Child child(id);
    int status = 0;
    auto pause = std::chrono::microseconds(200);
    const auto start = std::chrono::steady_clock::now();
    while (!child.ended(status)) {
        job.checkpoint();
        if (std::chrono::steady_clock::now() - start > longest_wait) refuse_endless(path);
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::microseconds(10000));
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) refuse_endless(path);
    if (WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != 0)) {
        throw Error(ErrorKind::Input, "The file is damaged so badly that it cannot be read safely", path,
                    "Copy or download it again");
    }
    report.rethrow();
    // The clock of a file system ticks slowly: a file changed just now may change again with the same time.
    if (std::get<3>(identity) + 2 < std::time(nullptr)) known_files().insert(identity);
}

}  // namespace regulus::h5

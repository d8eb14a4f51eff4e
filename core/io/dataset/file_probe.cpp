#include "core/io/dataset/file_probe.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <tuple>

#include "core/base/error.h"
#include "core/base/program_parts.h"
#include "core/io/dataset/child_process.h"
#include "core/io/dataset/looker.h"

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

// False where processes cannot be made at all.
bool start(std::optional<ChildProcess>& child, const std::string& path, const Look& look) {
    try {
        child.emplace(look.program, look.arguments);
        return true;
    } catch (const std::system_error& problem) {
        const int number = problem.code().value();
        if (number == ENOSYS || number == EPERM) return false;
        if (number == ENOENT || number == EACCES || number == ENOEXEC) {
            throw Error(ErrorKind::Internal, "The part of Regulus that checks files first is missing",
                        look.program, "Install Regulus again");
        }
        throw Error(ErrorKind::Memory, "The preview process could not be started", path,
                    "Close other programs and try again");
    }
}

[[noreturn]] void refuse_endless(const std::string& path) {
    throw Error(ErrorKind::Input, "Reading the file timed out", path,
                "Try again, or copy the file to a local disk "
                "first; if it still times out, the file is damaged");
}

int wait_for(ChildProcess& child, const std::string& path, std::chrono::milliseconds longest, Job& job) {
    constexpr std::chrono::milliseconds step(20);
    const auto begin = std::chrono::steady_clock::now();
    while (true) {
        const std::optional<int> status = child.ended_within(step);
        job.checkpoint();
        if (status) return *status;
        if (std::chrono::steady_clock::now() - begin > longest) refuse_endless(path);
    }
}

}  // namespace

void look_in_child(const std::string& path, const Look& look, Job& job) {
    Identity identity;
    if (!identity_of(path, identity) || known_files().contains(identity)) return;
    std::optional<ChildProcess> child;
    if (!start(child, path, look)) return;
    const int status = wait_for(*child, path, look.longest_wait, job);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) refuse_endless(path);
    if (WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != 0)) {
        throw Error(ErrorKind::Input, "The file is too damaged to be read safely", path,
                    "Copy or download it again");
    }
    throw_answer(child->answer());
    // The clock of a file system ticks slowly: a file changed just now may change again with the same time.
    if (std::get<3>(identity) + 2 < std::time(nullptr)) known_files().insert(identity);
}

void look_in_child(const std::string& path, const ReadOptions& options, Job& job) {
    const Look look{
        program_part("regulus-look"),
        {path, std::to_string(options.in_memory_bytes), std::to_string(options.max_bytes), options.part}};
    look_in_child(path, look, job);
}

}  // namespace regulus::h5

// Another program, started to do one thing and to say one thing through a pipe. Linux. Only for the sources
// of core/io.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace regulus {

// The descriptor through which such a program answers.
inline constexpr int answer_descriptor = 3;

class ChildProcess {
  public:
    // Starts `program` (a path) in a process group of its own, with the ordinary signals. It inherits no
    // descriptor but the writing end of the pipe; standard input, output and error are /dev/null. Throws
    // std::system_error with the system's errno when it cannot be started.
    ChildProcess(const std::string& program, const std::vector<std::string>& arguments);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();  // kills and buries it unless it has ended

    // How it ended, as waitpid() puts it; nullopt when it has not within that time.
    std::optional<int> ended_within(std::chrono::milliseconds time);
    // What it said, at most what a pipe holds (64 KiB). After it has ended.
    std::string answer() const;

  private:
    pid_t m_id = -1;
    int m_pipe = -1;
    bool m_pipe_open = true;  // at its other end
    std::optional<int> m_status;
};

}  // namespace regulus

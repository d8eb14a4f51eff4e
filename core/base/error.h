// Errors of the world outside the code: files, memory, options, data. Broken promises of the code itself
// are asserts; an ordinary "no" is an optional or a list of problems.
#pragma once

#include <stdexcept>
#include <string>

namespace regulus {

// What kind of thing failed. The command line's exit code is exit_code(kind).
enum class ErrorKind {
    Internal,  // exit 1: a fault of Regulus
    Usage,     // exit 2: options that make no sense
    Input,     // exit 3: a file that cannot be read, is damaged, or is of another kind
    Data,      // exit 4: a sound file whose content cannot serve (one class, no overlap with the prior, NaN)
    Model,     // exit 5: a model file that does not fit
    Storage,   // exit 6: a file that cannot be written
    Memory,    // exit 7: not enough memory
    Rank,      // exit 8: another process of a distributed run ended or does not answer
};
inline constexpr int exit_cancelled = 130;

int exit_code(ErrorKind kind) noexcept;

// Says what failed, where (file, dataset path, row) and what the person can do about it.
class Error : public std::runtime_error {
  public:
    // `where` and `remedy` may be empty. what() is one line: "what (where). remedy".
    Error(ErrorKind kind, std::string what, std::string where = {}, std::string remedy = {});

    ErrorKind kind() const noexcept { return m_kind; }
    // "what (where)": for who hears of it elsewhere, and can do something else or nothing about it.
    std::string account() const;
    const std::string& problem() const noexcept { return m_problem; }
    const std::string& where() const noexcept { return m_where; }
    const std::string& remedy() const noexcept { return m_remedy; }

  private:
    ErrorKind m_kind;
    std::string m_problem, m_where, m_remedy;
};

}  // namespace regulus

#include "core/base/error.h"

namespace regulus {
namespace {

std::string compose(const std::string& what, const std::string& where, const std::string& remedy) {
    std::string text = what;
    if (!where.empty()) text += " (" + where + ")";
    if (!remedy.empty()) text += ". " + remedy;
    return text;
}

}  // namespace

int exit_code(ErrorKind kind) noexcept {
    return static_cast<int>(kind) + 1;
}

Error::Error(ErrorKind kind, std::string what, std::string where, std::string remedy)
    : std::runtime_error(compose(what, where, remedy)),
      m_kind(kind),
      m_problem(std::move(what)),
      m_where(std::move(where)),
      m_remedy(std::move(remedy)) {}

std::string Error::account() const {
    return compose(m_problem, m_where, {});
}

}  // namespace regulus

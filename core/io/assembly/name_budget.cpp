#include "core/io/assembly/name_budget.h"

#include "core/base/error.h"

namespace regulus {

void NameBudget::refuse() const {
    throw Error(
        ErrorKind::Memory,
        "The names need more than the " + std::to_string(m_max_bytes >> 20U) + " MiB allowed for them",
        m_place, "Allow more memory");
}

}  // namespace regulus

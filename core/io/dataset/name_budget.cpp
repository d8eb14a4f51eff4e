#include "core/io/dataset/name_budget.h"

#include "core/base/error.h"

namespace regulus {

void NameBudget::refuse() const {
    throw Error(ErrorKind::Memory,
                "The names need more memory than the " + std::to_string(m_max_bytes >> 20U) +
                    " MiB that they may have",
                m_place, "Allow more memory");
}

}  // namespace regulus

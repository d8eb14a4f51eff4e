// The memory that names of cells and genes may take while a text is read. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <string>

namespace regulus {

class NameBudget {
  public:
    // `place` is the file, for the message.
    NameBudget(std::size_t max_bytes, std::string place)
        : m_max_bytes(max_bytes), m_place(std::move(place)) {}

    // Throws Error(Memory) once more than `max_bytes` were taken.
    void take(std::size_t bytes) {
        m_taken += bytes;
        if (m_taken > m_max_bytes) refuse();
    }

  private:
    [[noreturn]] void refuse() const;

    std::size_t m_max_bytes, m_taken = 0;
    std::string m_place;
};

}  // namespace regulus

#include "core/io/text/text_rows.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "core/io/assembly/name_budget.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

constexpr const char* file_name = "/rows.names";
constexpr std::size_t digits = 64;  // of a key and of the checksum at the end

void put(std::string& to, std::uint64_t number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    to.append(bytes, sizeof bytes);
}

void put(std::string& to, const std::vector<std::string>& texts) {
    put(to, texts.size());
    for (const std::string& text : texts) {
        put(to, text.size());
        to += text;
    }
}

void put(std::string& to, const std::vector<std::vector<std::string>>& lists) {
    put(to, lists.size());
    for (const auto& list : lists) put(to, list);
}

// Takes what put() wrote; anything that does not fit makes it unsound, and what is taken then is empty.
class Taker {
  public:
    explicit Taker(std::string_view bytes) : m_left(bytes) {}

    bool at_end() const { return m_sound && m_left.empty(); }

    std::uint64_t number() {
        std::uint64_t value = 0;
        const std::string_view bytes = take(sizeof value);
        if (m_sound) std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }
    // Of things that take at least so many bytes each.
    std::size_t count(std::size_t bytes_each) {
        const std::uint64_t value = number();
        if (value > m_left.size() / bytes_each) m_sound = false;
        return m_sound ? value : 0;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> all(count(sizeof(std::uint64_t)));
        for (std::string& text : all) text = take(number());
        return all;
    }
    std::vector<std::vector<std::string>> lists() {
        std::vector<std::vector<std::string>> all(count(sizeof(std::uint64_t)));
        for (auto& list : all) list = texts();
        return all;
    }

  private:
    std::string_view take(std::uint64_t size) {
        if (size > m_left.size()) m_sound = false;
        if (!m_sound) return {};
        const std::string_view taken = m_left.substr(0, size);
        m_left.remove_prefix(size);
        return taken;
    }

    std::string_view m_left;
    bool m_sound = true;
};

}  // namespace

bool TextRows::fits(const TextLayout& layout) const {
    const auto annotations = static_cast<std::size_t>(std::ranges::count(layout.annotation, true));
    if (names.empty() || annotation.size() != annotations || places.size() != layout.values) return false;
    if (std::ranges::any_of(annotation, [&](const auto& column) { return column.size() != names.size(); }))
        return false;
    std::int32_t next = 0;
    for (const std::int32_t place : places) {
        if (place != -1 && place != next++) return false;
    }
    if (columns_left_out != places.size() - static_cast<std::size_t>(next)) return false;
    return column_annotation.size() == column_annotation_names.size() &&
           std::ranges::all_of(column_annotation, [&](const auto& row) { return row.size() == columns(); });
}

void write_text_rows(const TextRows& rows, const StoreEntry& entry, const std::string& key) {
    std::string bytes = key;
    put(bytes, rows.names);
    put(bytes, rows.annotation);
    put(bytes, rows.places.size());
    for (const std::int32_t place : rows.places) put(bytes, static_cast<std::uint64_t>(std::int64_t{place}));
    put(bytes, rows.left_out);
    put(bytes, rows.columns_left_out);
    put(bytes, rows.column_annotation_names);
    put(bytes, rows.column_annotation);
    put(bytes, rows.odd_names);
    bytes += sha256(bytes);
    entry.reserve(bytes.size());
    AtomicFile file(entry.folder() + file_name);
    file.write(bytes);
    file.publish();
}

std::optional<TextRows> read_text_rows(const std::string& folder, const std::string& key,
                                       std::size_t max_bytes) {
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(folder + file_name, problem);
    if (problem || size < 2 * digits) return std::nullopt;
    NameBudget(max_bytes, folder).take(size);
    std::string bytes(size, '\0');
    std::ifstream file(folder + file_name, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
    const std::string_view body = std::string_view(bytes).substr(0, size - digits);
    if (!body.starts_with(key) || std::string_view(bytes).substr(size - digits) != sha256(body))
        return std::nullopt;
    Taker taker(body.substr(key.size()));
    TextRows rows;
    rows.names = taker.texts();
    rows.annotation = taker.lists();
    rows.places.resize(taker.count(sizeof(std::uint64_t)));
    for (std::int32_t& place : rows.places) place = static_cast<std::int32_t>(taker.number());
    rows.left_out = taker.number();
    rows.columns_left_out = taker.number();
    rows.column_annotation_names = taker.texts();
    rows.column_annotation = taker.lists();
    rows.odd_names = taker.texts();
    return taker.at_end() ? std::optional(std::move(rows)) : std::nullopt;
}

}  // namespace regulus

// The tables of anndata before 0.7.
#include <algorithm>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/io/anndata/h5ad_table.h"

namespace regulus::h5 {
namespace {

[[noreturn]] void contradiction(const Place& place, const std::string& what) {
    throw Error(ErrorKind::Input, what, place.text(),
                "The file is probably damaged; write it again with anndata");
}

// What uns says the codes of a column mean; nullopt when the column holds numbers.
std::optional<std::vector<std::string>> categories_of(const Member& member, const Object* uns, Job& job) {
    const std::string key = member.name + "_categories";
    if (member.type != ValueType::Integer || uns == nullptr || key.find('/') != std::string::npos ||
        !uns->has(key)) {
        return std::nullopt;
    }
    const Object object = uns->child(key);
    if (object.is_group() || object.shape().size() > 1) return std::nullopt;
    const auto names = read_array(key, object, job);
    return names ? std::optional(texts_of(*names)) : std::nullopt;
}

Column categorical(const Member& member, std::vector<std::string> categories,
                   const std::vector<std::int64_t>& codes, const Place& place) {
    Categorical column{std::move(categories), {}, {}, false};
    const auto limit = static_cast<std::int64_t>(column.categories.size());
    column.codes.reserve(codes.size());
    for (const std::int64_t code : codes) {
        if (code < -1 || code >= limit)
            contradiction(place.child(member.name), "A category code is out of range");
        column.codes.push_back(static_cast<std::int32_t>(code));
    }
    return {member.name, std::move(column)};
}

std::optional<Column> read_field(const Object& array, const Member& member, const Object* uns, Job& job) {
    if (member.width != 1) return std::nullopt;
    if (auto categories = categories_of(member, uns, job)) {
        return categorical(member, std::move(*categories), array.read_member<std::int64_t>(member, job),
                           array.place());
    }
    switch (member.type) {
        case ValueType::String:
            return Column{member.name, Text{array.read_member_texts(member, job)}};
        case ValueType::Integer: {
            if (!member.number.is_unsigned || member.number.bytes < 8)
                return Column{member.name,
                              whole_numbers(array.read_member<std::int64_t>(member, job), member.number)};
            const auto numbers = array.read_member<std::uint64_t>(member, job);
            return Column{member.name, whole_numbers({numbers.begin(), numbers.end()}, member.number)};
        }
        case ValueType::Float:
            return Column{member.name, Numeric{array.read_member<double>(member, job), false, member.number}};
        case ValueType::Boolean: {
            Boolean values;
            for (const auto byte : array.read_member<std::uint8_t>(member, job))
                values.values.push_back(byte != 0 ? 1 : 0);
            return Column{member.name, std::move(values)};
        }
        case ValueType::Other:
            break;
    }
    return std::nullopt;
}

}  // namespace

Table read_compound_table(const Object& array, const Object* uns, std::vector<std::string>& warnings,
                          Job& job) {
    const std::vector<Member> members = array.members();
    const auto index = std::ranges::find_if(
        members, [](const Member& member) { return member.name == "index" || member.name == "_index"; });
    if (index == members.end()) contradiction(array.place(), "The table has no index");
    Table table;
    table.index_name = index->name;
    const auto names = read_field(array, *index, nullptr, job);
    if (!names) contradiction(array.place(), "The index of the table cannot be read");
    table.index = texts_of(*names);
    for (const Member& member : members) {
        if (&member == &*index) continue;
        job.checkpoint();
        auto column = read_field(array, member, uns, job);
        if (column) {
            table.columns.push_back(std::move(*column));
        } else {
            warnings.push_back("The column " + array.place().child(member.name).path +
                               " has an unsupported type and was left out");
        }
    }
    return table;
}

}  // namespace regulus::h5

// Other names for genes: a table from one kind of name to another (aliases to symbols, Ensembl to symbols,
// mouse to human), and the names of a dataset told in those of a prior.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace regulus {

// From names to the one name each stands for. A name that is listed with several stands for none of them: it
// is ambiguous, and a gene that has it keeps it. Where a table ranks its names (HGNC: approved, identifier,
// previous, alias), a better rank decides before it comes to that.
class GeneMapping {
  public:
    explicit GeneMapping(std::string name = {}) : m_name(std::move(name)) {}

    // `rank`: 0 is best. Empty names are passed over.
    void add(std::string_view from, std::string_view to, int rank = 0);

    const std::string& name() const { return m_name; }     // of the file, for people
    std::size_t size() const { return m_targets.size(); }  // names that can be looked up
    std::size_t ambiguous() const;                         // of those, with several
    bool is_target(std::string_view name) const;           // something is mapped to it

    enum class Answer { Found, Ambiguous, None };
    // Looks for the name, then for it without its Ensembl version. `to` is set when it is found.
    Answer find(const std::string& from, std::string& to) const;

  private:
    struct Target {
        std::string name;
        int rank = 0;
        bool several = false;
    };
    std::string m_name;
    std::unordered_map<std::string, Target> m_targets;
    std::unordered_set<std::string> m_names;  // that something is mapped to
};

struct MappedNames {
    std::vector<std::string> names;  // one a gene, unique
    std::size_t kept = 0;            // have their wanted name already
    std::size_t mapped = 0;          // got another
    std::size_t ambiguous = 0;       // could have got several; keep their own
    std::size_t unmapped = 0;        // are not in the table; keep their own
    std::size_t duplicates = 0;      // of all genes: had to be told apart by -1, -2, ...
};

// Of genes that come to one name, the first keeps it, those whose own name it is before those that were given
// it; the others end in -1, -2, ...
MappedNames map_genes(std::span<const std::string> names, const GeneMapping& mapping);

enum class Spelling { Exact, WithoutVersion, WithoutCase };  // WithoutCase: nor with regard to versions
const char* to_string(Spelling spelling);                    // "exact", "without version", "without case"

// Writes names as `targets` (unique; a prior's genes) are written: without regard to Ensembl versions, or to
// upper and lower case. A name that meets a target exactly is kept; two targets that differ in nothing else
// make a name ambiguous. The targets are looked through once.
class Speller {
  public:
    Speller(std::span<const std::string> targets, Spelling spelling);
    MappedNames respell(std::span<const std::string> names) const;

  private:
    Spelling m_spelling;
    GeneMapping m_by_spelling;
};

}  // namespace regulus

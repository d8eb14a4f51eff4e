#include "core/io/prior/prior_header.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "core/data/gene_spelling.h"
#include "core/io/files/name_kinds.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "Name.TF" is name, tf; "TargetGene" target, gene; "importance_TF2G" importance, tf2g.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    char before = ' ';
    for (const char c : text) {
        const bool letter = is_upper(c) || is_lower(c) || is_digit(c);
        const bool hump = is_upper(c) && is_lower(before);
        if ((!letter || hump) && !words.back().empty()) words.emplace_back();
        if (letter) words.back() += is_upper(c) ? static_cast<char>(c + 32) : c;
        before = c;
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

bool has_any(const std::vector<std::string>& words, std::initializer_list<std::string_view> of) {
    return std::ranges::any_of(
        words, [&](const std::string& word) { return std::ranges::find(of, word) != of.end(); });
}

// How clearly a word names a side: 0 best, 9 not at all. From 4 on another word may be meant.
constexpr int no_word = 9, doubtful = 4;

int tf_rank(std::string_view header) {
    const std::string plain = plain_word(header);
    const auto words = words_of(header);
    if (plain == "sourcegenesymbol" || plain == "tfgenesymbol") return 0;
    if (plain == "tf" || plain == "tfs" || plain == "transcriptionfactor") return 1;
    if (plain.starts_with("transcriptionfactor") || plain == "tfname" || plain == "tfsymbol") return 2;
    if (has_any(words, {"tf", "tfs"}) && words.size() <= 3) return 3;
    if (plain.starts_with("regulator") || plain.ends_with("regulator")) return doubtful;
    if (plain == "source" || plain == "from" || plain == "gene1" || plain == "regulatorygene") return 5;
    return no_word;
}

int target_rank(std::string_view header) {
    const std::string plain = plain_word(header);
    const auto words = words_of(header);
    if (plain == "targetgenesymbol") return 0;
    if (plain == "target" || plain == "targets") return 1;
    if (plain.starts_with("target") && words.size() <= 3) return 2;
    if (has_any(words, {"target", "targets"}) && words.size() <= 3) return 3;
    if (plain.starts_with("regulated") || plain == "gene" || plain == "genes") return doubtful;
    if (plain == "to" || plain == "gene2") return 5;
    if (has_any(words, {"gene", "genes", "symbol"}) && words.size() <= 3) return 6;
    return no_word;
}

bool is_no_name(std::string_view text) {
    const std::string word = lower_case(text);
    return text.empty() || word == "na" || word == "nan" || word == "true" || word == "false" ||
           text.find_first_of(" ;|/,") != std::string_view::npos ||
           (text.find(':') != std::string_view::npos && text.find('-') != std::string_view::npos);
}

// The best column for one side; a rank of no_word when none has a word for it.
struct Side {
    std::size_t column = 0;
    int rank = no_word;
};

Side best_side(const PriorHead& head, std::size_t shift, int (*rank_of)(std::string_view),
               std::size_t other) {
    const auto& names = head.rows.front();
    Side best;
    auto least = std::tuple(5, no_word, std::size_t{0});
    for (std::size_t i = 0; i < names.size(); ++i) {
        const int rank = rank_of(names[i]);
        if (rank == no_word || i + shift == other) continue;
        const auto key = std::tuple(unlikeness(head, 1, i + shift), rank, i);
        if (key >= least) continue;
        least = key;
        best = {i + shift, rank};
    }
    return best;
}

}  // namespace

int unlikeness(const PriorHead& head, std::size_t first_row, std::size_t column) {
    std::array<std::size_t, 5> found{};
    std::size_t rows = 0;
    for (std::size_t r = first_row; r < head.rows.size(); ++r) {
        if (column >= head.rows[r].size()) continue;
        const std::string& text = head.rows[r][column];
        ++rows;
        const int kind = number_in(text)                                ? 3
                         : is_no_name(text)                             ? 4
                         : looks_uniprot(text)                          ? 2
                         : text.starts_with("ENS") && text.size() >= 15 ? 1
                                                                        : 0;
        ++found[static_cast<std::size_t>(kind)];
    }
    for (std::size_t kind = 1; kind < found.size(); ++kind) {
        if (found[kind] * 2 > rows) return static_cast<int>(kind);
    }
    return 0;
}

std::optional<PriorSides> sides_by_name(const PriorHead& head, std::size_t shift) {
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    const Side tf = best_side(head, shift, tf_rank, none);
    if (tf.rank == no_word) return std::nullopt;
    const Side target = best_side(head, shift, target_rank, tf.column);
    if (target.rank == no_word) return std::nullopt;
    return PriorSides{tf.column, target.column, tf.rank < doubtful};
}

}  // namespace regulus

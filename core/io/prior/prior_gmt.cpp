// Gene sets (GMT): name, description, genes, separated by tabs.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/base/count_text.h"
#include "core/io/files/delimited_text.h"
#include "core/io/prior/gmt_fields.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_words.h"
#include "core/prior/set_names.h"

namespace regulus {
namespace {

std::string capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return result;
}

bool is_lower_case(char c) {
    return c >= 'a' && c <= 'z';
}
bool has_lower_case(std::string_view text) {
    return std::ranges::any_of(text, is_lower_case);
}

// The targets' names by their capitals, when most of them are written as mouse genes are (Gata3).
class MouseNames {
  public:
    MouseNames(const std::string& path, std::string_view text, Job& job) {
        std::size_t lower = 0, all = 0;
        LineReader lines(text, path);
        while (lines.next()) {
            if (lines.number() % 64 == 0) job.checkpoint();
            each_gmt_field(lines.line(), [&](std::size_t place, std::string_view field) {
                if (place < 2 || field.empty() || !m_seen.insert(field).second) return;
                ++all;
                if (!has_lower_case(field) || is_lower_case(field.front())) return;  // gata3: zebrafish
                ++lower;
                m_names.emplace(capitals(field), field);
            });
        }
        m_apply = lower * 2 > all;
    }
    // True when the name was changed.
    bool apply(std::string& tf) const {
        if (!m_apply || has_lower_case(tf) || tf.size() < 2) return false;
        if (const auto known = m_names.find(tf); known != m_names.end()) {
            tf = known->second;
        } else {
            std::transform(tf.begin() + 1, tf.end(), tf.begin() + 1,
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        }
        return true;
    }

  private:
    std::unordered_set<std::string_view> m_seen;
    std::unordered_map<std::string, std::string_view> m_names;
    bool m_apply = false;
};

struct SetCounts {
    std::size_t sets = 0, empty = 0, recased = 0;
    std::array<std::size_t, 4> kinds{};  // by SetNameKind

    std::size_t of(SetNameKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
};

std::vector<std::string> warnings_of(const SetCounts& counts) {
    std::vector<std::string> warnings;
    const std::string sets = std::to_string(counts.sets) + " sets";
    const std::size_t mirnas = counts.of(SetNameKind::MicroRna), pathways = counts.of(SetNameKind::Pathway),
                      others = counts.of(SetNameKind::Other);
    if (pathways * 2 > counts.sets) {
        warnings.push_back("The names of " + std::to_string(pathways + others) + " of " + sets +
                           " are names of pathways, not TFs, and match no gene");
    } else if (mirnas + pathways + others > 0) {
        warnings.push_back("The names of " + std::to_string(mirnas + pathways + others) + " of " + sets +
                           " are not gene symbols (" + std::to_string(mirnas) + " microRNAs, " +
                           std::to_string(pathways) + " pathways, " + std::to_string(others) +
                           " others) and match no gene");
    }
    if (counts.recased > 0) {
        warnings.push_back("The names of " + count_text(counts.recased, "TF", "TFs") +
                           " were changed to the targets' spelling, as in mouse (GATA3: Gata3)");
    }
    if (counts.empty > 0) warnings.push_back(count_text(counts.empty, "set has", "sets have") + " no genes");
    return warnings;
}

}  // namespace

bool looks_like_gmt(const PriorHead& head) {
    if (head.delimiter != '\t' || head.rows.front().size() < 3) return false;
    std::unordered_set<std::string_view> names;
    bool ragged = false, described = true, modes = true, relations = true;
    std::size_t cut = 0;  // a name alone: what reads the file says where
    for (const auto& row : head.rows) {
        if (row[0].empty() || !names.insert(row[0]).second) return false;
        ragged |= row.size() != head.rows.front().size();
        cut += row.size() < 2;
        if (row.size() < 2) continue;
        const std::string about = lower_case(row[1]);
        described &= about.find("://") != std::string::npos || about.starts_with('>') || about.empty() ||
                     about == "na" || row[1] == row[0] || row[1] == "targets of " + row[0];
        modes &= row.size() > 2 && sign_in(row[2]).has_value();
        relations &= relation_in(row[1]).has_value();
    }
    // A relation in the second column makes it SIF, a mode in the third a table with a line cut short.
    return cut * 2 < head.rows.size() && !modes && (described || (ragged && !relations));
}

PriorNotes read_gmt(const std::string& path, std::string_view text, Job& job, PriorSink& sink) {
    const MouseNames mouse(path, text, job);
    SetCounts counts;
    std::vector<std::string_view> fields;
    LineReader lines(text, path);
    while (lines.next()) {
        job.checkpoint();
        if (lines.number() % 256 == 0) {
            job.progress(static_cast<double>(lines.position()) / static_cast<double>(text.size()),
                         "reading gene sets");
        }
        fields.clear();
        each_gmt_field(lines.line(), [&](std::size_t, std::string_view field) { fields.push_back(field); });
        if (fields.size() < 2 || fields[0].empty()) {
            refuse_prior(path, lines.number(), gmt_line_rule, "Correct the line, or choose another file");
        }
        SetName set = read_set_name(fields[0]);
        ++counts.sets;
        ++counts.kinds[static_cast<std::size_t>(set.kind)];
        if (set.kind == SetNameKind::Gene) counts.recased += mouse.apply(set.tf);
        Regulation edge;
        edge.sign = set.sign;
        bool any = false;
        for (std::size_t i = 2; i < fields.size(); ++i) {
            if (fields[i].empty()) continue;
            any = true;
            sink.add(set.tf, fields[i], edge);
        }
        counts.empty += !any;
    }
    return {"gene sets (GMT)", counts.sets, warnings_of(counts)};
}

}  // namespace regulus

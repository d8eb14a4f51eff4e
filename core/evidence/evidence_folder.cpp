#include "core/evidence/evidence_folder.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/delimited_text.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* description_file = "evaluation.json";
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

std::string description_of(const std::map<std::string, std::string>& about, const PlanOptions& options) {
    const json plan{{"splits", options.splits},   {"rewired", options.rewired},
                    {"renamed", options.renamed}, {"halves", options.halves},
                    {"decoys", options.decoys},   {"draws", options.draws},
                    {"few", options.few},         {"gene_baseline", options.gene_baseline}};
    return json{{"evaluation", about}, {"plan", plan}}.dump(1);
}

// The first thing that differs, in words.
std::string difference(const json& old, const json& wanted) {
    for (const char* const part : {"evaluation", "plan"}) {
        for (const auto& [key, value] : wanted.at(part).items()) {
            const json was = old.contains(part) ? old.at(part).value(key, json()) : json();
            if (was != value) return key + " was " + was.dump() + ", and is " + value.dump();
        }
    }
    return "it has more than this one";
}

void write_text(const std::string& path, const std::string& text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

}  // namespace

EvidenceFolder::EvidenceFolder(std::string path, const std::map<std::string, std::string>& about,
                               const PlanOptions& options)
    : m_path(std::move(path)) {
    const std::string description = description_of(about, options);
    const fs::path folder(m_path);
    std::error_code error;
    const bool there = fs::exists(folder, error);
    if (there && !fs::is_directory(folder, error))
        throw Error(ErrorKind::Usage, "The evaluation needs a folder", m_path, "Name a folder with --out");
    const std::string described = file(description_file);
    if (fs::exists(described, error)) {
        Job job;
        const std::string found = read_text_file(described, most_bytes, job);
        json old;
        try {
            old = json::parse(found);
        } catch (const json::exception&) {
            throw Error(ErrorKind::Input, "The description of the evaluation is damaged", described,
                        "Remove the folder, or choose another one");
        }
        const json wanted = json::parse(description);
        if (old == wanted) return;
        throw Error(ErrorKind::Usage, "The folder holds another evaluation: " + difference(old, wanted),
                    m_path, "Choose another folder, or evaluate as before");
    }
    if (there && !fs::is_empty(folder, error))
        throw Error(ErrorKind::Usage, "The folder is not empty, and holds no evaluation", m_path,
                    "Choose another folder");
    fs::create_directories(folder / "runs", error);
    if (error)
        throw Error(ErrorKind::Storage, "The folder cannot be made: " + error.message(), m_path,
                    "Choose a folder that can be written to");
    write_text(described, description);
}

std::string EvidenceFolder::file(const std::string& name) const {
    return (fs::path(m_path) / name).string();
}

std::string EvidenceFolder::run_file(const RunSpec& spec) const {
    return file("runs/" + spec.file() + ".json");
}

bool EvidenceFolder::has(const RunSpec& spec) const {
    std::error_code error;
    return fs::exists(run_file(spec), error);
}

RunResult EvidenceFolder::read(const RunSpec& spec) const {
    Job job;
    return result_from(read_text_file(run_file(spec), most_bytes, job), spec, run_file(spec));
}

void EvidenceFolder::write(const RunResult& result) const {
    write_text(run_file(result.spec), result_text(result) + "\n");
}

std::vector<RunResult> EvidenceFolder::read_all(const std::vector<RunSpec>& runs) const {
    std::vector<RunResult> results;
    for (const RunSpec& spec : runs) {
        if (has(spec)) results.push_back(read(spec));
    }
    return results;
}

}  // namespace regulus

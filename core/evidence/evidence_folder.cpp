#include "core/evidence/evidence_folder.h"

#include <filesystem>
#include <utility>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/evidence/json_numbers.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/delimited_text.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char *description_file = "evaluation.json", *runs_folder = "runs";
// What the runs of a folder hold. 2: also without a mask and by the bypass alone, other numbers of TFs, how
// far classes keep to themselves.
constexpr int format = 2;
constexpr std::size_t most_description = std::size_t{1} << 20U, most_result = std::size_t{64} << 20U;

json description_of(const std::map<std::string, std::string>& about, const PlanOptions& options) {
    const json plan{{"splits", options.splits},   {"rewired", options.rewired},
                    {"renamed", options.renamed}, {"halves", options.halves},
                    {"decoys", options.decoys},   {"draws", options.draws},
                    {"few", options.few},         {"gene_baseline", options.gene_baseline},
                    {"sizes", options.sizes},     {"sized_rewired", options.sized_rewired}};
    return {{"format", format}, {"evaluation", about}, {"plan", plan}};
}

// The first thing that differs, in words.
std::string difference(const json& old, const json& wanted) {
    for (const char* const part : {"evaluation", "plan"}) {
        const json before = old.contains(part) && old.at(part).is_object() ? old.at(part) : json::object();
        for (const auto& [key, value] : wanted.at(part).items()) {
            const json was = before.contains(key) ? before.at(key) : json();
            if (was != value) return key + " was " + was.dump() + ", and is " + value.dump();
        }
    }
    return "it has more than this one";
}

json description_in(const std::string& path) {
    Job job;
    try {
        json found = parse_shallow(read_text_file(path, most_description, job));
        if (found.is_object()) return found;
    } catch (const json::exception&) {
        // Said below.
    }
    throw Error(ErrorKind::Input, "The description of the evaluation is damaged", path,
                "Remove the folder, or choose another one");
}

// An evaluation of another version would be completed with runs that know more, or less, than its own.
void check_format(const json& found, const std::string& path) {
    const auto is_object = [&](const char* part) {
        return found.contains(part) && found.at(part).is_object();
    };
    if (!is_object("evaluation") || !is_object("plan")) return;  // of nothing that is known: said below
    const int is = found.contains("format") && found.at("format").is_number_integer()
                       ? found.at("format").get<int>()
                       : 1;
    if (is == format) return;
    throw Error(ErrorKind::Usage,
                is < format
                    ? "The folder holds an evaluation by an earlier version of Regulus, whose runs lack "
                      "comparisons that are made now"
                    : "The folder holds an evaluation by a newer version of Regulus",
                path, "Choose another folder; a report in this one can still be read");
}

// Nothing but what a process leaves that is just making the evaluation, or was killed over it.
bool just_begun(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name != runs_folder && name != description_file &&
            !name.starts_with(std::string(".") + description_file))
            return false;
    }
    return true;
}

}  // namespace

bool is_of_other_version(const std::string& folder) {
    const fs::path described = fs::path(folder) / description_file;
    std::error_code error;
    if (!fs::exists(described, error)) return false;
    try {
        check_format(description_in(described.string()), folder);
        return false;
    } catch (const Error& problem) {
        return problem.kind() == ErrorKind::Usage;
    }
}

EvidenceFolder::EvidenceFolder(std::string path, const std::map<std::string, std::string>& about,
                               const PlanOptions& options)
    : m_path(std::move(path)) {
    const json wanted = description_of(about, options);
    const fs::path folder(m_path);
    const std::string described = file(description_file);
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
        throw Error(ErrorKind::Usage, "The evaluation needs a folder", m_path, "Choose a folder");
    if (!fs::exists(described, error)) {
        if (fs::exists(folder, error) && !just_begun(folder))
            throw Error(ErrorKind::Usage, "The folder is not empty, and holds no evaluation", m_path,
                        "Choose another folder");
        fs::create_directories(folder / runs_folder, error);
        if (error)
            throw Error(ErrorKind::Storage, "The folder cannot be made: " + error.message(), m_path,
                        "Choose a folder that can be written to");
        write_whole_file(described, wanted.dump(1));
    }
    // Another machine may have made it meanwhile.
    const json found = description_in(described);
    check_format(found, m_path);
    if (found != wanted)
        throw Error(ErrorKind::Usage, "The folder holds another evaluation: " + difference(found, wanted),
                    m_path, "Choose another folder, or evaluate as before");
}

std::string EvidenceFolder::file(const std::string& name) const {
    return (fs::path(m_path) / name).string();
}

std::string EvidenceFolder::run_file(const RunSpec& spec) const {
    return file(std::string(runs_folder) + "/" + spec.file() + ".json");
}

bool EvidenceFolder::has(const RunSpec& spec) const {
    std::error_code error;
    return fs::exists(run_file(spec), error);
}

RunResult EvidenceFolder::read(const RunSpec& spec) const {
    Job job;
    return result_from(read_text_file(run_file(spec), most_result, job), spec, run_file(spec));
}

void EvidenceFolder::write(const RunResult& result) const {
    write_whole_file(run_file(result.spec), result_text(result) + "\n");
}

std::vector<RunResult> EvidenceFolder::read_all(const std::vector<RunSpec>& runs) const {
    std::vector<RunResult> results;
    for (const RunSpec& spec : runs) {
        if (has(spec)) results.push_back(read(spec));
    }
    return results;
}

}  // namespace regulus

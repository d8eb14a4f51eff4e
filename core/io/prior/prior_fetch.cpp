#include "core/io/prior/prior_fetch.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/user_folder.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"
#include "core/io/prior/prior_reader.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_description = std::size_t{1} << 16U;

std::string folder_of(const std::string& folder) {
    const std::string chosen = folder.empty() ? default_prior_folder() : folder;
    if (chosen.empty()) {
        throw Error(ErrorKind::Storage, "There is no folder for downloaded priors", {},
                    "Set XDG_DATA_HOME or HOME");
    }
    return chosen;
}

std::string sorted_levels(const PriorFetch& request) {
    if (request.service != PriorService::Dorothea) return {};
    std::string levels;
    for (const char c : request.levels) {
        if (c == ',' || c == ' ') continue;
        const char level = confidence_in(std::string_view(&c, 1));
        if (level == 0) throw Error(ErrorKind::Usage, "Levels are letters from A to E, such as A,B,C");
        if (levels.find(level) == std::string::npos) levels += level;
    }
    if (levels.empty()) throw Error(ErrorKind::Usage, "Levels are letters from A to E, such as A,B,C");
    std::ranges::sort(levels);
    return levels;
}

// Of the description; the table's name is in it.
std::string description_path(const PriorFetch& request) {
    std::string name = std::string(to_string(request.service)) + (request.mouse ? "_mouse" : "_human");
    if (const std::string levels = sorted_levels(request); !levels.empty()) name += "_" + levels;
    return (fs::path(folder_of(request.folder)) / (name + ".json")).string();
}

std::string now_text() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    (void)gmtime_r(&now, &parts);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
    return text;
}

// An error page is said to be one, and nothing that is no prior replaces one.
RegulatoryNetwork read_answer(const HttpAnswer& answer, Job& job) {
    const std::string start = lower_case(answer.body.substr(0, 512));
    const std::string trimmed = start.substr(std::min(start.find_first_not_of(" \r\n\t"), start.size()));
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::Input, what, answer.url, "Try again later, or check the address");
    };
    if (trimmed.empty()) refuse("The service returned an empty response");
    if (trimmed.starts_with("<")) refuse("The service returned a web page instead of a table");
    if (answer.body.find('\0') != std::string::npos)
        refuse("The service returned something that is not text");
    RegulatoryNetwork network;
    try {
        network = read_prior_text("answer", answer.body, {}, job);
    } catch (const Error& error) {
        refuse("The service did not return a TF–target table: " + error.problem());
    }
    if (network.format != "OmniPath table") refuse("The service returned a table that is not OmniPath's");
    return network;
}

json description_of(const KeptPrior& prior) {
    return {{"service", prior.service}, {"organism", prior.organism}, {"levels", prior.levels},
            {"url", prior.url},         {"date", prior.date},         {"last_modified", prior.last_modified},
            {"sha256", prior.sha256},   {"bytes", prior.bytes},       {"edges", prior.edges},
            {"tfs", prior.tfs}};
}

// The table's name says what is in it, so that an older copy stays whole until its description is replaced.
std::string table_name(const fs::path& description, const std::string& checksum) {
    return description.stem().string() + "-" + checksum.substr(0, 12) + ".tsv";
}

std::optional<KeptPrior> read_description(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(largest_description, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return std::nullopt;
    const auto word = [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto count = [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
    };
    KeptPrior prior{{},           word("service"),       word("organism"), word("levels"), word("url"),
                    word("date"), word("last_modified"), word("sha256"),   count("bytes"), count("edges"),
                    count("tfs")};
    const bool sound =
        prior.sha256.size() == 64 && prior.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!sound) return std::nullopt;
    const fs::path table = path.parent_path() / table_name(path, prior.sha256);
    std::error_code problem;
    if (!fs::is_regular_file(table, problem)) return std::nullopt;
    prior.path = table.string();
    return prior;
}

// Tables of earlier times, and those whose description was never written.
void remove_others(const fs::path& description, const fs::path& table) {
    const std::string start = description.stem().string() + "-", end = ".tsv";
    std::error_code problem;
    std::vector<fs::path> old;
    for (fs::directory_iterator file(description.parent_path(), problem), none; !problem && file != none;
         file.increment(problem)) {
        const std::string name = file->path().filename().string();
        const bool ours = name.size() == start.size() + 12 + end.size() && name.starts_with(start) &&
                          name.ends_with(end) &&
                          name.find_first_not_of("0123456789abcdef", start.size()) == start.size() + 12;
        if (ours && name != table.filename()) old.push_back(file->path());
    }
    for (const fs::path& file : old) fs::remove(file, problem);
}

// The table, then its description, which makes it the copy that is offered; whatever stops this in between
// leaves the older copy as it was.
void keep(const fs::path& description_file, const KeptPrior& prior, const std::string& body) {
    std::error_code problem;
    fs::create_directories(description_file.parent_path(), problem);
    if (problem) {
        throw Error(ErrorKind::Storage, "The folder for priors could not be created",
                    description_file.parent_path().string(), problem.message());
    }
    AtomicFile table(prior.path), description(description_file.string());
    table.write(body);
    description.write(description_of(prior).dump(2) + "\n");
    table.commit();
    description.commit();
    remove_others(description_file, prior.path);
}

}  // namespace

const char* to_string(PriorService service) {
    return service == PriorService::Collectri ? "collectri" : "dorothea";
}

PriorService prior_service_from(const std::string& name) {
    for (const PriorService service : {PriorService::Collectri, PriorService::Dorothea}) {
        if (lower_case(name) == to_string(service)) return service;
    }
    throw Error(ErrorKind::Usage, "No downloadable prior is called '" + name + "'", {},
                "Use collectri or dorothea");
}

std::string default_prior_address() {
    const char* set = std::getenv("REGULUS_OMNIPATH");
    return set != nullptr && *set != '\0' ? set : "https://omnipathdb.org";
}

std::string default_prior_folder() {
    return user_folder(UserFolder::Data, "priors");
}

std::string fetch_url(const PriorFetch& request) {
    std::string url = request.base_url;
    while (url.ends_with('/')) url.pop_back();
    const std::string scheme = lower_case(url.substr(0, 8));
    if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) {
        throw Error(ErrorKind::Usage, "The address must begin with https:// or http://, not '" + url + "'");
    }
    url += std::string("/interactions?datasets=") + to_string(request.service) +
           "&organisms=" + (request.mouse ? "10090" : "9606") + "&genesymbols=1&format=tsv&fields=sources";
    const std::string levels = sorted_levels(request);
    if (levels.empty()) return url;
    std::string list;
    for (const char level : levels) list += (list.empty() ? "" : ",") + std::string(1, level);
    return url + ",dorothea_level&dorothea_levels=" + list;
}

std::vector<KeptPrior> kept_priors(const std::string& folder) {
    std::vector<KeptPrior> kept;
    std::error_code problem;
    const std::string chosen = folder.empty() ? default_prior_folder() : folder;
    for (fs::directory_iterator file(chosen, problem), none; !problem && file != none;
         file.increment(problem)) {
        if (file->path().extension() != ".json") continue;
        if (auto prior = read_description(file->path())) kept.push_back(*std::move(prior));
    }
    std::ranges::sort(kept, {}, &KeptPrior::path);
    return kept;
}

std::optional<KeptPrior> kept_prior(const PriorFetch& request, Job& job) {
    auto prior = read_description(description_path(request));
    if (!prior || sha256_of_file(prior->path, job) != prior->sha256) return std::nullopt;
    return prior;
}

FetchedPrior fetch_prior(const PriorFetch& request, Job& job) {
    const std::string url = fetch_url(request);
    const fs::path description = description_path(request);
    KeptPrior prior;
    HttpAnswer answer;
    try {
        PartJob downloading(job, 0, 0.8), reading(job, 0.8, 1);
        answer = http_download(url, request.limits, downloading);
        const RegulatoryNetwork network = read_answer(answer, reading);
        prior.edges = network.edges.size();
        prior.tfs = network.tf_count();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Input) throw;
        if (auto copy = kept_prior(request, job)) return {*std::move(copy), true, error.what()};
        throw;
    }
    prior.service = to_string(request.service);
    prior.organism = request.mouse ? "mouse" : "human";
    prior.levels = sorted_levels(request);
    prior.url = answer.url;
    prior.date = now_text();
    prior.last_modified = answer.last_modified;
    prior.sha256 = sha256(answer.body);
    prior.bytes = answer.body.size();
    prior.path = (description.parent_path() / table_name(description, prior.sha256)).string();
    job.checkpoint();
    keep(description, prior, answer.body);
    return {std::move(prior), false, {}};
}

}  // namespace regulus

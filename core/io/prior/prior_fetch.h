// Priors from OmniPath's web service (https://omnipathdb.org), and the copies of them that are kept for work
// without a network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/io/files/http_download.h"

namespace regulus {

enum class PriorService { Collectri, Dorothea };
const char* to_string(PriorService service);               // "collectri", "dorothea"
PriorService prior_service_from(const std::string& name);  // throws Error(Usage)

// https://omnipathdb.org, or what the environment's REGULUS_OMNIPATH says: a mirror within an institute.
std::string default_prior_address();

struct PriorFetch {
    PriorService service = PriorService::Collectri;
    bool mouse = false;
    std::string levels = "ABC";  // DoRothEA's confidences to ask for
    std::string base_url = default_prior_address();
    std::string folder;  // where copies are kept; empty: default_prior_folder()
    HttpLimits limits;
};

// XDG_DATA_HOME/regulus/priors, or ~/.local/share/regulus/priors; "" when there is neither.
std::string default_prior_folder();

// What the query asks for: .../interactions?datasets=collectri&organisms=9606&genesymbols=1&...
// Throws Error(Usage) for levels other than A to E and addresses other than http and https.
std::string fetch_url(const PriorFetch& request);

// A copy: a table named by what was asked for and its checksum (collectri_human-<12 hexadecimal digits>.tsv),
// and beside it a small JSON file that describes the newest one (collectri_human.json). A new copy has a new
// path, and the older table is removed once the new one is described.
struct KeptPrior {
    std::string path;
    std::string service, organism, levels;
    std::string url, date, last_modified;  // date: UTC, ISO 8601; last_modified as the server said
    std::string sha256;
    std::size_t bytes = 0, edges = 0, tfs = 0;
};
// Of a folder (empty: the default one), by name; those whose description is missing or damaged are left out.
std::vector<KeptPrior> kept_priors(const std::string& folder = {});
// The copy of what is asked for, if it is there and its bytes are those that came (SHA-256).
std::optional<KeptPrior> kept_prior(const PriorFetch& request, Job& job);

struct FetchedPrior {
    KeptPrior prior;
    bool from_copy = false;  // the service failed, and this is the copy kept from an earlier time
    std::string problem;     // then why
};
// Asks the service; the answer is read as a prior before it replaces an older copy. When the service fails,
// the copy kept from earlier is given instead, with `problem`. Throws what http_download() throws and
// Error(Input) for an answer that is no prior, when there is no copy; Error(Storage); Cancelled, which leaves
// an older copy as it was.
FetchedPrior fetch_prior(const PriorFetch& request, Job& job);

}  // namespace regulus

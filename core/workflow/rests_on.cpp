#include "core/workflow/rests_on.h"

#include <fmt/format.h>

#include <cmath>

namespace regulus {

std::vector<std::string> rests_on(const std::map<std::string, double>& metrics, double bypass) {
    const auto percent = [&](const char* key) {
        const auto found = metrics.find(key);
        return found == metrics.end() ? std::nan("") : std::round(100 * found->second);
    };
    std::vector<std::string> said;
    if (std::isfinite(percent("regulons_explain")))
        said.push_back(fmt::format(
            "The regulons explain {:.0f} % of the variance of the principal components; the bypass is {:g}.",
            percent("regulons_explain"), bypass));
    if (bypass >= 1) {
        said.emplace_back("With a bypass of 1 the regulons have no part in any decision.");
    } else if (std::isfinite(percent("kept_without_bypass"))) {
        said.push_back(fmt::format(
            "Of the predictions for test cells {:.0f} % stay without the bypass, {:.0f} % when of the "
            "regulons "
            "only what they leave over is kept, and {:.0f} % by the principal components alone.",
            percent("kept_without_bypass"), percent("kept_without_regulons"), percent("kept_by_components")));
    }
    if (std::isfinite(percent("reading")))
        said.push_back(
            fmt::format("Textbook lineage TFs stand at percentile {:.0f} of all TFs by attention, {:.0f} by "
                        "their own mRNA, {:.0f} by activity and {:.0f} by effect. What chance gives, a "
                        "model of a rewired prior shows.",
                        percent("reading"), percent("reading_mrna"), percent("reading_activity"),
                        percent("reading_effect")));
    return said;
}

}  // namespace regulus

#include "core/evidence/evidence_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/count_text.h"
#include "core/evidence/svg_plot.h"

namespace regulus {
namespace {

// Qt's text documents know this much of CSS; a browser lays it out the same. Tables of many columns are 99 %
// wide: Qt rounds their columns up, and a page a pixel too wide would scroll.
constexpr const char* style = R"(
body { font-family: sans-serif; font-size: 11pt; color: #222222; background: #ffffff; max-width: 900px; margin: 24px auto; }
h1 { font-size: 18pt; } h2 { font-size: 14pt; margin-top: 24px; }
p.note { color: #555555; font-size: 10pt; }
table { border-collapse: collapse; } th { text-align: left; border-bottom: 1px solid #222222; padding: 3px 10px 3px 0; }
td { padding: 3px 10px 3px 0; vertical-align: top; border-bottom: 1px solid #dddddd; }
th { white-space: nowrap; } td.number { text-align: right; white-space: nowrap; } td.name { white-space: nowrap; } table.scores { font-size: 8pt; } table.scores td, table.scores th { padding-right: 6px; } .yes { color: #00614a; font-weight: bold; } .no { color: #a3161c; font-weight: bold; }
.open { color: #555555; font-weight: bold; }
)";

std::string text_of(double value, const char* format = "{:.3f}") {
    if (!std::isfinite(value)) return "–";
    std::string text = fmt::format(fmt::runtime(format), value);
    return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string about_of(const std::map<std::string, std::string>& about, const char* key) {
    const auto found = about.find(key);
    return found == about.end() ? std::string() : html_escaped(found->second);
}

std::string heading(const EvidenceSummary& summary, const std::map<std::string, std::string>& about) {
    std::string page = fmt::format(
        "<h1>Evidence: {} read by {}</h1>\n<p>{} cells, labels “{}”{}; {} TFs with {} edges of the prior in "
        "this "
        "dataset. {}.</p>\n",
        about_of(about, "data"), about_of(about, "prior"), about_of(about, "cells"),
        about_of(about, "labels"),
        about_of(about, "split_by").empty() ? std::string()
                                            : ", split by “" + about_of(about, "split_by") + "”",
        about_of(about, "tfs"), about_of(about, "edges"), about_of(about, "values"));
    if (summary.done < summary.planned)
        page += fmt::format("<p class=\"no\">{} of {} runs are done: what follows is preliminary.</p>\n",
                            summary.done, summary.planned);
    return page;
}

std::string claims_table(const EvidenceSummary& summary) {
    std::string page =
        "<h2>In short</h2>\n<table width=\"100%\">\n<tr><th "
        "width=\"32%\">Claim</th><th>Verdict</th><th>Why</th></tr>\n";
    for (const Claim& claim : summary.claims) {
        const char* const kind = claim.verdict == Verdict::Supported      ? "yes"
                                 : claim.verdict == Verdict::NotSupported ? "no"
                                                                          : "open";
        page +=
            fmt::format("<tr><td>{}</td><td class=\"{}\">{}</td><td>{}</td></tr>\n", html_escaped(claim.text),
                        kind, to_string(claim.verdict), html_escaped(claim.reason));
    }
    page +=
        "</table>\n<p class=\"note\">Each claim is tested by its own rule; none is corrected for the number "
        "of the "
        "others. What is not supported has not been shown to be false.</p>\n";
    const auto verdict = [&](const char* id) {
        const auto found = std::ranges::find(summary.claims, id, &Claim::id);
        return found == summary.claims.end() ? Verdict::CannotTell : found->verdict;
    };
    if (verdict("edges_accuracy") == Verdict::NotSupported) {
        page +=
            "<p><b>On this dataset the prior did not make predictions more accurate</b>: rewired priors do "
            "as "
            "well. ";
        switch (verdict("reading")) {
            case Verdict::Supported:
                page +=
                    "What it bought is reading: which TFs are attended to agrees with the textbook more than "
                    "for rewired priors.</p>\n";
                break;
            case Verdict::NotSupported:
                page += "Nor does what is read agree with the textbook more than by chance.</p>\n";
                break;
            case Verdict::CannotTell:
                page +=
                    "Whether what is read agrees with the textbook more than by chance, these runs do not "
                    "tell.</p>\n";
                break;
        }
    }
    return page;
}

const char* method_name(const std::string& method) {
    static const std::map<std::string, const char*> names{{"regulons", "Regulons with the bypass"},
                                                          {"regulons alone", "Regulons alone"},
                                                          {"bypass alone", "No regulators"},
                                                          {"no mask", "No mask, with the bypass"},
                                                          {"no mask alone", "No mask, TFs alone"},
                                                          {"direction", "Direction of the components"},
                                                          {"components", "Components"},
                                                          {"lda", "Linear discriminants"},
                                                          {"genes", "Genes, standardised"}};
    const auto found = names.find(method);
    return found == names.end() ? method.c_str() : found->second;
}

std::string with_interval(double value, double interval, const char* format) {
    return text_of(value, format) +
           (std::isnan(interval) ? std::string() : " ± " + text_of(interval, format));
}

std::string scores_table(const EvidenceSummary& summary) {
    std::string page =
        "<h2>Naming cells</h2>\n<p>Test cells, mean over splits of the mean over draws of labels. The "
        "difference in "
        "macro-F1 is to the direction of the components, on the same draws, with the 95 % interval of the "
        "corrected resampled t (Nadeau and Bengio 2003), and that of the worst split. All but the linear "
        "discriminants learn by "
        "class-balanced logistic regression. NLL and Brier score are of a class-balanced softmax, "
        "which is not calibrated; ± is the 95 % interval over splits, likewise.</p>\n<p><i>No "
        "regulators</i>: the bypass alone, which is what the regulons leave over of the components; a reader "
        "that never had regulators is the direction of the components. <i>No mask</i>: the same reader and "
        "TFs, but every TF has every gene that has an edge, with signs at random. Linear discriminants are "
        "those of the components.</p>\n";
    for (const double share : {0.01, 0.05, 0.25, 1.0}) {
        std::string rows;
        for (const MethodScore& score : summary.scores) {
            if (score.share != share) continue;
            std::string difference = text_of(score.difference, "{:+.3f}");
            if (!std::isnan(score.interval)) difference += " ± " + text_of(score.interval);
            const bool itself = score.method == "direction";
            rows += fmt::format(
                "<tr><td class=\"name\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
                "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
                "<td class=\"number\">{}</td></tr>\n",
                method_name(score.method), text_of(score.accuracy), text_of(score.macro_f1),
                itself ? "–" : difference, itself ? "–" : text_of(score.worst, "{:+.3f}"),
                with_interval(score.nll, score.nll_interval, "{:.2f}"),
                with_interval(score.brier, score.brier_interval, "{:.3f}"));
        }
        if (rows.empty()) continue;
        page += fmt::format(
            "<h3>{:g} % of the labels</h3>\n<table class=\"scores\" width=\"99%\">\n<tr><th>Method</th>"
            "<th align=\"right\">Accuracy</th><th align=\"right\">Macro-F1</th><th "
            "align=\"right\">Difference</th><th align=\"right\">Worst</th>"
            "<th align=\"right\">NLL</th><th align=\"right\">Brier</th>"
            "</tr>\n{}</table>\n",
            100 * share, rows);
    }
    return page;
}

std::string separation_table(const EvidenceSummary& summary) {
    if (summary.separations.empty()) return {};
    std::string page =
        "<h2>Classes apart</h2>\n<p>Test cells in each embedding: silhouette by cosine (−1 to 1; that of the "
        "components is that of their direction), and the share of a cell's 15 nearest that have its label, "
        "as mean over cells and over classes; means over splits with 95 % intervals. Only the linear "
        "discriminants know the training labels: they say how far these classes can be told apart along "
        "straight lines.</p>\n<table class=\"scores\" width=\"99%\">\n<tr><th>Embedding</th><th "
        "align=\"right\">Silhouette</th><th align=\"right\">Purity of neighbours</th><th "
        "align=\"right\">by class</th></tr>\n";
    for (const MethodSeparation& s : summary.separations)
        page += fmt::format(
            "<tr><td class=\"name\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
            "<td class=\"number\">{}</td></tr>\n",
            method_name(s.method), with_interval(s.silhouette, s.silhouette_interval, "{:.3f}"),
            with_interval(s.purity, s.purity_interval, "{:.3f}"), text_of(s.class_purity));
    return page + "</table>\n";
}

std::string stability_table(const EvidenceSummary& summary) {
    if (summary.stability.empty()) return {};
    std::string page =
        "<h2>Leading TFs</h2>\n<p>By mean log attention of the cells of each class, and how many of the "
        "first ten "
        "return between two halves of the cells (Jaccard index, mean); once more with TFs that share most of "
        "their targets as one entry.</p>\n<table>\n<tr><th>Class</th>"
        "<th>First TFs</th><th>Jaccard</th><th>By entries</th></tr>\n";
    for (const ClassStability& c : summary.stability) {
        std::string tfs;
        for (std::size_t i = 0; i < std::min<std::size_t>(6, c.leading.size()); ++i)
            tfs += (i > 0 ? ", " : "") + html_escaped(c.leading[i]);
        page += fmt::format(
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
            html_escaped(c.name), tfs, text_of(c.jaccard, "{:.2f}"), text_of(c.jaccard_entries, "{:.2f}"));
    }
    return page + "</table>\n";
}

std::string numbers_table(const EvidenceSummary& summary) {
    static const std::map<std::string, const char*> names{
        {"tfs", "TFs"},
        {"explained", "Share of the components' variance that the regulons explain in held-out cells"},
        {"bypass", "Bypass (ρ)"},
        {"masked", "Share of the variance of hidden genes predicted from their regulators"},
        {"reading", "Lineage TFs, mean percentile by attention"},
        {"reading_mrna", "by the TF's own mRNA"},
        {"reading_activity", "by activity (ULM)"},
        {"reading_without_own", "by attention without the TF's own mRNA"},
        {"reading_pairs", "Lineage TFs of classes that were looked up"},
        {"kept_without_bypass", "Predictions kept with the bypass cut"},
        {"kept_without_regulons", "Predictions kept with the regulons cut"},
        {"kept_by_components", "Predictions that the components alone make, too"},
        {"kappa_without_bypass", "Cohen's kappa of these with the bypass cut"},
        {"kappa_without_regulons", "with the regulons cut"}};
    std::string page = "<h2>The prior itself</h2>\n<table>\n<tr><th>Mean over splits</th><th></th></tr>\n";
    for (const auto& [name, value] : summary.numbers) {
        const auto found = names.find(name);
        page +=
            fmt::format("<tr><td>{}</td><td class=\"number\">{}</td></tr>\n",
                        found == names.end() ? html_escaped(name) : found->second,
                        name == "reading_pairs" || name == "tfs" ? text_of(value, "{:.0f}") : text_of(value));
    }
    return page + "</table>\n";
}

std::string provenance(const std::map<std::string, std::string>& about) {
    std::string page = "<h2>Provenance</h2>\n<table>\n";
    for (const auto& [key, value] : about)
        page += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", html_escaped(key), html_escaped(value));
    return page + "</table>\n";
}

std::string rewired_name(const SizeCurve& curve) {
    if (curve.rewired_count.empty()) return "rewired priors";
    const auto [least, most] = std::ranges::minmax(curve.rewired_count);
    return least == most
               ? fmt::format("rewired priors, mean and standard deviation of {}", least)
               : fmt::format("rewired priors, mean and standard deviation of {} to {}", least, most);
}

}  // namespace

std::string EvidencePage::one_file() const {
    std::string page = html;
    for (const auto& [name, svg] : plots) {
        const std::string image = "<img src=\"" + name + "\"/>";
        if (const auto at = page.find(image); at != std::string::npos) page.replace(at, image.size(), svg);
    }
    return page;
}

EvidencePage evidence_page(const EvidenceSummary& summary, const std::map<std::string, std::string>& about) {
    EvidencePage page;
    const auto plot = [&](const std::string& name, std::string svg) {
        if (svg.empty()) return std::string();
        page.plots.emplace_back(name + ".svg", std::move(svg));
        return "<p><img src=\"" + name + ".svg\"/></p>\n";
    };
    page.html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>Evidence: "
        "{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n",
        about_of(about, "data"), style);
    page.html += heading(summary, about) + claims_table(summary);
    page.html +=
        "<h2>The prior among priors without meaning</h2>\n<p>Rewired: every TF and every gene keeps its "
        "number of "
        "edges. TF names exchanged: the regulons as they are, each under another TF's name, and with its "
        "mRNA. "
        "Co-expression: every gene keeps its number of regulators, those whose mRNA follows it most in these "
        "cells. No mask: every TF has every gene, with signs at random. Split 0.</p>\n";
    if (const double overlap = summary.comparisons.empty() ? 0 : summary.comparisons.front().overlap;
        overlap > 0.2)
        page.html += fmt::format("<p class=\"note\">Rewired priors keep {:.0f} % of the prior's edges.</p>\n",
                                 100 * overlap);
    for (const Comparison& c : summary.comparisons) {
        if (std::isnan(c.prior) && c.rewired.empty()) continue;
        std::vector<PlotSeries> series{{"rewired", c.rewired}};
        if (!c.renamed.empty()) series.push_back({"TF names exchanged", c.renamed});
        const std::vector<PlotLine> lines{{fmt::format("the prior, {:.3f}", c.prior), c.prior},
                                          {"co-expression", c.coexpressed},
                                          {"no mask", c.unmasked}};
        page.html += plot(c.id, histogram_svg(c.title, series, lines));
    }
    page.html += scores_table(summary);
    const std::vector<PlotCurve> price{{"the prior", summary.price_prior},
                                       {"rewired priors, mean", summary.price_rewired}};
    if (const std::string curve =
            plot("price", curves_svg("Macro-F1 with all labels by the bypass (ρ)", price));
        !curve.empty())
        page.html +=
            "<h2>The price of reading</h2>\n<p>Macro-F1 with all labels, split 0: 0 lets decisions rest on "
            "the "
            "regulons alone, 1 is the direction of the components.</p>\n" +
            curve;
    std::string sizes;
    for (const SizeCurve& curve : summary.sizes) {
        const std::vector<PlotCurve> curves{{"the prior", curve.prior, {}},
                                            {rewired_name(curve), curve.rewired, curve.rewired_sd}};
        sizes += plot(fmt::format("tfs_{:g}", 100 * curve.share),
                      curves_svg(fmt::format("Macro-F1 with {:g} % of the labels by the number of TFs",
                                             100 * curve.share),
                                 curves, PlotScale::Logarithm));
    }
    if (!sizes.empty())
        page.html +=
            "<h2>The price of few TFs</h2>\n<p>By the signs of the edges alone, without a bypass, split 0: "
            "the TFs "
            "whose targets vary together most, as the edges say.</p>\n" +
            sizes;
    page.html += separation_table(summary);
    page.html += numbers_table(summary) + stability_table(summary) + provenance(about) + "</body>\n</html>\n";
    return page;
}

}  // namespace regulus

// regulus figure: a figure for a paper, as the window would export it.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/map_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "app/command_line/pictures/calibration_figures.h"
#include "app/command_line/pictures/comparison_figures.h"
#include "app/command_line/pictures/figure_file.h"
#include "app/command_line/pictures/figure_scenes.h"
#include "app/command_line/pictures/gallery_figures.h"
#include "app/command_line/pictures/heatmap_options.h"
#include "app/command_line/pictures/map_look_options.h"
#include "app/command_line/pictures/network_figures.h"
#include "app/command_line/pictures/plot_figures.h"
#include "app/command_line/pictures/scatter_figures.h"
#include "core/base/error.h"
#include "ui/export/figure_check.h"
#include "ui/export/table_exporter.h"
#include "ui/figures/gallery/gallery_panes.h"

namespace regulus {
namespace {

class FigureCommand final : public Command {
  public:
    const char* name() const override { return "figure"; }
    const char* description() const override {
        return "Export a map, a gallery of maps, a scatter plot, a network, a heatmap, a plot of groups or a "
               "volcano plot as PNG, TIFF, SVG or PDF";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--model", m_model, "Model file")->type_name("FILE");
        app.add_option(
               "--prior", m_prior,
               "Regulons without a model: TF-target edges, or starter for the built-in prior; network: "
               "also the prior that the model learned from, whose evidence is written")
            ->type_name("FILE");
        declare_prior_filters(app, m_filters);
        app.add_option(
               "--view", m_view,
               "embedding, gallery, scatter, triptych or network (of a TF), heatmap, dots, matrix, violins, "
               "boxes, ridges, "
               "bars, table, donors, volcano, ranking, reliability or coverage")
            ->check(CLI::IsMember({"embedding", "gallery", "scatter", "triptych", "network", "heatmap",
                                   "dots", "matrix", "violins", "boxes", "ridges", "bars", "table", "donors",
                                   "volcano", "ranking", "reliability", "coverage"}))
            ->capture_default_str();
        app.add_option("--color-by,--colour-by", m_color,
                       "Map, gallery, scatter: a column, a gene, prediction, certainty, regulon:TF or a "
                       "measure of it, such as effect:TF; two numbers at once as \"CD3D + MS4A1\"");
        app.add_option(
               "--color-range,--colour-range", m_range,
               "Map, scatter: the values at the ends of the scale, such as 0,4 (default: the 1st and 99th "
               "percentile); of a blend those of both scales, or four values")
            ->delimiter(',')
            ->expected(2, 4)
            ->type_name("LOW,HIGH");
        app.add_option("--tf", m_tf,
                       "Triptych: the TF whose mRNA, activity and attention are shown; network: the TF whose "
                       "targets are shown, or a family of TFs");
        app.add_option("--embedding", m_map.key, "Map, gallery: an embedding in the file, such as X_umap");
        app.add_option("--group-by", m_group, "Heatmap, plots: the column that defines the groups");
        app.add_option(
            "--measure", m_measure,
            "Heatmap: attention (default), effect (of cutting the TF), activity or mRNA; of a model "
            "that reads genes choice (default), pooling or attention");
        app.add_option("--out", m_out, "Figure to write (.png, .tiff, .svg or .pdf)")
            ->type_name("FILE")
            ->required();
        app.add_option("--numbers", m_numbers, "Also write the numbers behind the figure (.csv or .tsv)")
            ->type_name("FILE");
        app.add_option("--width-mm", m_figure.widthMm,
                       "Width in mm: 89 or 183 for Nature, 85 or 174 for Cell")
            ->capture_default_str();
        app.add_option("--height-mm", m_figure.heightMm, "Height in mm (default: automatic)");
        app.add_option("--text-pt", m_figure.textPoints, "Size of all text in points")->capture_default_str();
        app.add_option("--dpi", m_figure.dpi, "Resolution in dots per inch")->capture_default_str();
        app.add_flag("--vector-points", m_vector, "Draw every cell as a vector mark in SVG and PDF");
        declare_map_look(app, m_look);
        declare_heatmap(app, m_heatmap);
        declare_gallery(app, m_gallery);
        declare_scatter(app, m_scatter);
        declare_plots(app, m_plot);
        declare_sides(app, m_sides);
        declare_judging(app, m_judging);
        declare_map(app, m_map.request);
        declare_genes(app, m_genes);
    }

    void run(Console& console) override;

  private:
    MadeFigure make_figure(const std::shared_ptr<const Dataset>& dataset, Console& console, Job& job) const;
    MadeFigure make_figure(FigureSubject& subject, Console& console, Job& job) const;
    void read(FigureSubject& subject, Console& console, Job& job, const TfCheck& check = {}) const;
    ComparisonArguments values() const;
    void put_range(Coloring& coloring) const;
    void check();
    void check_network() const;
    void check_numbers() const;

    DataOptions m_data;
    std::string m_model, m_prior, m_view = "embedding", m_color, m_tf, m_group, m_measure, m_out, m_numbers;
    std::vector<double> m_range;
    PriorArguments m_filters;
    bool m_vector = false;
    ViewSettings m_look;
    HeatmapArguments m_heatmap;
    MapChoice m_map;
    PlotArguments m_plot;
    GalleryArguments m_gallery;
    ScatterArguments m_scatter;
    ComparedSidesArguments m_sides;
    JudgingArguments m_judging;
    ComparisonArguments m_values;  // of plots, volcano and ranking
    GeneOptions m_genes;
    FigureOptions m_figure;
};

// The regulons, of the model or of the prior.
void FigureCommand::read(FigureSubject& subject, Console& console, Job& job, const TfCheck& check) const {
    if (subject.context.model) return read_regulons(subject, job, check);
    if (m_prior.empty())
        throw Error(ErrorKind::Usage, "Regulons need a model or a prior", {},
                    "Give one with --model or --prior");
    for (const std::string& warning :
         read_regulons(subject, open_prior(m_prior, m_filters, job), open_genes(m_genes, job), job, check))
        console.warn(warning);
}

void FigureCommand::put_range(Coloring& coloring) const {
    if (m_range.empty()) return;
    if (m_range.size() == 4 && coloring.parts.empty())
        throw Error(ErrorKind::Usage, "Four values of --color-range are those of a blend", {},
                    "Write it as LOW,HIGH");
    for (std::size_t part = 0; part < std::max<std::size_t>(1, coloring.parts.size()); ++part) {
        const std::size_t at = m_range.size() == 4 ? 2 * part : 0;
        coloring.scaled(part).range = {m_range[at], m_range[at + 1]};
    }
}

MadeFigure FigureCommand::make_figure(FigureSubject& subject, Console& console, Job& job) const {
    PartJob reading(job, 0, 0.5), making(job, 0.5, 1);
    if (shows_judging(m_view)) return calibration_figure(m_view, subject, m_judging, console, making);
    if (m_view == "heatmap") {
        const RegulonMeasure measure = parse_measure(subject, m_measure);
        read(subject, console, reading, [this](const auto& tfs) { check_tfs(m_heatmap, tfs); });
        RegulonHeatmapRequest request = heatmap_request(m_heatmap, tf_names(subject, measure), console);
        request.table.zOverGroups = m_heatmap.z && measure != RegulonMeasure::Effect;
        return heatmap_figure(subject, m_group, measure, std::move(request), m_heatmap.tf_rows, making);
    }
    if (m_view == "triptych") {
        read(subject, console, reading);
        if (!subject.tfs)
            throw Error(ErrorKind::Usage, "A model that reads genes has no activity of TFs", {},
                        "Give a prior with --prior");
        PartJob mapping(making, 0, 0.3), coloring(making, 0.3, 1);
        return gallery_figure(
            subject, {choose_map(subject, m_map, mapping), {}, {}},
            {triptychOf(m_tf), {"mRNA", "activity", "attention"}, {}, false, QString::fromStdString(m_tf)},
            coloring);
    }
    if (m_view == "network") {
        std::optional<RegulatoryNetwork> prior;
        if (!m_prior.empty()) prior = open_prior(m_prior, m_filters, reading);
        return network_figure(subject, m_tf, m_sides.sides, prior, open_genes(m_genes, job), console, making);
    }
    if (m_view == "gallery") {
        const std::vector<Coloring> colorings = gallery_colorings(subject, m_gallery, m_color);
        if (std::ranges::any_of(colorings, needs_regulons)) read(subject, console, reading);
        PartJob mapping(making, 0, 0.3), coloring(making, 0.3, 1);
        const QString title = !m_plot.split.empty()
                                  ? QStringLiteral("map by %1").arg(QString::fromStdString(m_plot.split))
                              : m_gallery.names.empty() ? QStringLiteral("embeddings")
                                                        : QStringLiteral("gallery");
        return gallery_figure(subject, gallery_maps(subject, m_gallery, m_map, m_plot.split, mapping),
                              {colorings, m_gallery.names, m_plot.split, m_gallery.one_scale, title},
                              coloring);
    }
    Coloring coloring = parse_coloring(subject, m_color);
    put_range(coloring);
    if (m_view == "scatter") {
        const AxisSource x = parse_axis(subject, m_scatter.x), y = parse_axis(subject, m_scatter.y);
        if (needs_regulons(coloring) || needs_regulons(x.coloring) || needs_regulons(y.coloring))
            read(subject, console, reading);
        return scatter_figure(subject, x, y, m_scatter, coloring, making);
    }
    if (needs_regulons(coloring)) read(subject, console, reading);
    return map_figure(subject, choose_map(subject, m_map, making), coloring, m_look, m_scatter.gates, making);
}

MadeFigure FigureCommand::make_figure(const std::shared_ptr<const Dataset>& dataset, Console& console,
                                      Job& job) const {
    if (const auto kind = plotKindNamed(m_view))
        return plot_figure(*kind, dataset, m_group, m_plot, m_values, console, job);
    if (shows_sides(m_view)) return comparison_figure(m_view, *dataset, m_sides, m_values, console, job);
    PartJob predicting(job, 0, 0.5), making(job, 0.5, 1);
    const auto model = m_model.empty() ? nullptr : open_model(m_model);
    FigureSubject subject = figure_subject(dataset, model, open_genes(m_genes, job), predicting);
    for (const auto& warning : subject.context.input.warnings) console.warn(warning);
    if (model) console.say("values: " + subject.context.input.values);
    return make_figure(subject, console, making);
}

// The options that mend what a journal would refuse.
std::string way_out(const FigureOptions& now, const FigureOptions& mended) {
    std::string words;
    const auto add = [&](const char* option, double before, double after) {
        if (before != after) words += fmt::format(" {} {:g}", option, after);
    };
    add("--width-mm", now.widthMm, mended.widthMm);
    add("--height-mm", now.heightMm, mended.heightMm);
    add("--text-pt", now.textPoints, mended.textPoints);
    add("--dpi", now.dpi, mended.dpi);
    return " Try" + words;
}

// Where plots, volcano and ranking have their values from.
ComparisonArguments FigureCommand::values() const {
    ComparisonArguments values;
    values.genes = m_genes;
    values.model = m_model;
    values.prior = m_prior;
    values.prior_filters = m_filters;
    values.over = m_plot.over;
    values.assay = m_plot.assay;
    if (shows_sides(m_view)) values.donors.donors = m_plot.donors;
    return values;
}

void FigureCommand::check_network() const {
    if (m_model.empty() && m_prior.empty())
        throw Error(ErrorKind::Usage, "A network needs a model or a prior", {},
                    "Give one with --model or --prior");
    if (!m_group.empty() || !m_color.empty() || !m_measure.empty() || !m_map.key.empty())
        throw Error(ErrorKind::Usage,
                    "--group-by, --color-by, --measure and --embedding do nothing for the view network", {},
                    "Leave them out; --of and --against name the cells");
}

void FigureCommand::check() {
    if (m_view == "heatmap" && m_model.empty() && m_prior.empty()) {
        throw Error(ErrorKind::Usage, "A heatmap needs a model or a prior", {},
                    "Give one with --model or --prior");
    }
    const bool network = m_view == "network";
    if ((network || m_view == "triptych") == m_tf.empty())
        throw Error(
            ErrorKind::Usage,
            m_tf.empty() ? "A " + m_view + " is of one TF" : "--tf is of a triptych or a network", {},
            m_tf.empty() ? "Name it with --tf" : "Add --view triptych or --view network, or leave it out");
    if (!m_model.empty() && !m_prior.empty() && !network)
        throw Error(ErrorKind::Usage, "--prior excludes --model", {}, "Give one of the two");
    if (network) check_network();
    if (!m_range.empty() && m_view != "embedding" && m_view != "scatter")
        throw Error(ErrorKind::Usage, "--color-range is of a map or a scatter plot", {}, "Leave it out");
    if (!m_range.empty() && m_scatter.density)
        throw Error(ErrorKind::Usage, "--density has a scale of its own", {}, "Leave out --color-range");
    bool ascending = m_range.size() % 2 == 0;
    for (std::size_t i = 0; ascending && i < m_range.size(); i += 2)
        ascending = m_range[i] < m_range[i + 1] && std::isfinite(m_range[i + 1] - m_range[i]);
    if (!ascending)
        throw Error(ErrorKind::Usage, "--color-range begins at its lower end", {},
                    "Write it as LOW,HIGH; of a blend also as LOW,HIGH,LOW,HIGH");
    check_map_look(m_view, m_look);
    check_heatmap(m_view, m_heatmap);
    check_gallery(m_view, m_gallery, m_plot.split, m_color, m_map.key);
    check_scatter(m_view, m_scatter, m_color);
    check_judging(m_view, m_judging, m_model);
    m_values = values();
    check_sides(m_view, m_sides, m_values);
    PlotArguments plot = m_plot;
    if (shows_sides(m_view)) {
        if (!m_group.empty() || !m_color.empty() || !m_measure.empty() || !m_map.key.empty())
            throw Error(ErrorKind::Usage,
                        "--group-by, --color-by, --measure and --embedding do nothing for the view " + m_view,
                        {}, "Leave them out; --of and --against name what is compared");
        plot.over = PlotArguments().over, plot.assay.clear(), plot.donors.clear();
    }
    check_plot(m_view, plot, !m_model.empty() || !m_prior.empty());
}

// A heatmap may have a second table, which nobody names.
void FigureCommand::check_numbers() const {
    check_table(m_numbers);
    if (m_view != "heatmap" || (m_heatmap.tf_blocks < 2 && m_heatmap.tf_bar.empty())) return;
    const std::string tfs = tfTablePath(QString::fromStdString(m_numbers)).toStdString();
    keep_apart(
        {{m_out, tfs}, {m_data.path, m_data.annotation, m_model, m_prior, m_filters.tf_list, m_genes.map}});
    check_output(tfs);
}

void FigureCommand::run(Console& console) {
    check();
    m_figure.format = figureFormatOf(QString::fromStdString(m_out));
    m_figure.points = m_vector ? PointsAs::Vector : PointsAs::Raster;
    check_output(m_out);
    if (!m_numbers.empty()) check_numbers();
    need_graphics();
    ConsoleJob job(console);
    const auto dataset = open_dataset(m_data, job, &console);
    PartJob making(job, 0, 0.8), writing(job, 0.8, 1);
    const MadeFigure made = make_figure(dataset, console, making);
    m_figure.provenance = figure_provenance(dataset->name, m_model, dataset->simulated);
    const QSizeF size = exportFigure(*made.figure, m_figure, QString::fromStdString(m_out), writing);
    const FigureDrawing drawing = made.figure->layOut(m_figure.page(), writing);
    for (const FigureRemark& remark : checkFigure(*made.figure, m_figure, drawing, writing))
        console.warn(remark.text.toStdString() + (remark.mended ? way_out(m_figure, *remark.mended) : ""));
    if (!m_numbers.empty()) {
        const FigureNumbers numbers = made.numbers();
        const QString path = QString::fromStdString(m_numbers);
        exportTable(numbers, path);
        if (numbers.tfs) console.say("Blocks and bars of TFs written to " + tfTablePath(path).toStdString());
    }
    console.say(
        fmt::format("{} of {:.0f} × {:.0f} mm written to {}", m_view, size.width(), size.height(), m_out));
    console.emit({{"view", m_view},
                  {"width_mm", size.width()},
                  {"height_mm", size.height()},
                  {"dpi", m_figure.dpi},
                  {"simulated", dataset->simulated},
                  {"out", m_out}});
}

}  // namespace

std::unique_ptr<Command> make_figure_command() {
    return std::make_unique<FigureCommand>();
}

}  // namespace regulus

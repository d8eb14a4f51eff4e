#include "app/command_line/pictures/scatter_figures.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "app/command_line/pictures/gate_outlines.h"
#include "core/base/error.h"
#include "ui/figures/map_figure.h"
#include "ui/figures/scatter/scatter_plot.h"

namespace regulus {

void declare_scatter(CLI::App& app, ScatterArguments& arguments) {
    const std::string what =
        ": a gene, a measure of a regulon, a column of numbers, certainty, or a coordinate of an embedding "
        "such as X_umap:1";
    app.add_option("--x", arguments.x, "Scatter: the horizontal axis" + what)->type_name("NAME");
    app.add_option("--y", arguments.y, "Scatter: the vertical axis, likewise")->type_name("NAME");
    app.add_option("--quadrants", arguments.quadrants,
                   "Scatter: lines at this x and this y, with the cells in each corner")
        ->delimiter(',')
        ->expected(2)
        ->type_name("X,Y");
    app.add_option(
           "--gate", arguments.gates,
           "Scatter, map: an area with the share of cells in it; may be given again. Two corners are a "
           "rectangle (inf and -inf reach to its end), more are a polygon")
        ->type_name("NAME=X,Y,X,Y,...");
    app.add_flag("--density", arguments.density, "Scatter: coloured by how densely cells lie");
}

void check_scatter(const std::string& view, const ScatterArguments& arguments, const std::string& color) {
    const bool any =
        !arguments.x.empty() || !arguments.y.empty() || !arguments.quadrants.empty() || arguments.density;
    if (view != "scatter" && any)
        throw Error(ErrorKind::Usage, "--x, --y, --quadrants and --density do nothing for the view " + view,
                    {}, "Add --view scatter, or leave them out");
    if (view != "scatter" && view != "embedding" && !arguments.gates.empty())
        throw Error(ErrorKind::Usage, "--gate does nothing for the view " + view, {},
                    "Draw gates with --view scatter or --view embedding, or leave them out");
    for (const std::string& gate : arguments.gates) parse_gate(gate);
    if (view != "scatter") return;
    if (arguments.x.empty() || arguments.y.empty())
        throw Error(ErrorKind::Usage, "A scatter plot needs two axes", {}, "Name them with --x and --y");
    if (!std::ranges::all_of(arguments.quadrants, [](double at) { return std::isfinite(at); }))
        throw Error(ErrorKind::Usage, "--quadrants needs two numbers", {}, "Write them as --quadrants X,Y");
    if (arguments.density && !color.empty())
        throw Error(ErrorKind::Usage, "--color-by does nothing where cells are coloured by density", {},
                    "Leave out one of the two");
}

AxisSource parse_axis(const FigureSubject& subject, const std::string& name) {
    for (const auto& embedding : subject.opened.embeddings)
        for (AxisSource& coordinate : coordinatesOf(embedding))
            if (coordinate.name == name) return std::move(coordinate);
    return {name, parse_coloring(subject, name), nullptr, 0};
}

MadeFigure scatter_figure(const FigureSubject& subject, const AxisSource& x, const AxisSource& y,
                          const ScatterArguments& arguments, const Coloring& coloring, Job& job) {
    const ColorInputs inputs = color_inputs(subject);
    PartJob first(job, 0, 0.3), second(job, 0.3, 0.6), plotting(job, 0.6, 0.8), coloured(job, 0.8, 1);
    ScatterAxis across = resolveAxis(x, inputs, first), up = resolveAxis(y, inputs, second);
    const CellSet all = CellSet::all(subject.opened.dataset->cells());
    const ScatterData data = makeScatter(std::move(across), std::move(up), arguments.density ? &all : nullptr,
                                         inputs.map, plotting);
    if (data.points->placed() == 0)
        throw Error(ErrorKind::Data, "No cell has both " + x.name + " and " + y.name,
                    subject.opened.dataset->name, "Choose other axes");
    auto scene = std::make_shared<EmbeddingScene>();
    scene->setPoints(data.points);
    scene->setNames({subject.opened.dataset, &subject.opened.dataset->obs.index});
    scene->setColors(data.density ? data.density : resolve_colors(coloring, inputs, coloured).points);
    dressScatter(*scene, data, {}, simulated(subject));
    scene->setNote(summaryText(summarise_pair(*data.x.values, *data.y.values, all, coloured), data));
    PlaneMarks marks;
    if (!arguments.quadrants.empty()) {
        marks.cross = QPointF(arguments.quadrants[0], arguments.quadrants[1]);
        marks.corners = quadrantTexts(
            quadrant_counts(*data.x.values, *data.y.values, all, marks.cross->x(), marks.cross->y()));
    }
    marks.outlines = gate_outlines(arguments.gates, *data.x.values, *data.y.values, coloured);
    scene->setMarks(std::move(marks));
    auto figure = std::make_unique<MapFigure>(scene->picture());
    return {scene, std::move(figure), [scene] { return scene->numbers(); }};
}

}  // namespace regulus

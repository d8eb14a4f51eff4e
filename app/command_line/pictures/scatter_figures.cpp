#include "app/command_line/pictures/scatter_figures.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/io/files/number_text.h"
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
    app.add_option("--gate", arguments.gates,
                   "Scatter: an area with the share of cells in it; may be given again. Two corners are a "
                   "rectangle (inf and -inf reach to its end), more are a polygon")
        ->type_name("NAME=X,Y,X,Y,...");
    app.add_flag("--density", arguments.density, "Scatter: coloured by how densely cells lie");
}

void check_scatter(const std::string& view, const ScatterArguments& arguments, const std::string& color) {
    const bool any = !arguments.x.empty() || !arguments.y.empty() || !arguments.quadrants.empty() ||
                     !arguments.gates.empty() || arguments.density;
    if (view != "scatter") {
        if (!any) return;
        throw Error(ErrorKind::Usage,
                    "--x, --y, --quadrants, --gate and --density do nothing for the view " + view, {},
                    "Add --view scatter, or leave them out");
    }
    if (arguments.x.empty() || arguments.y.empty())
        throw Error(ErrorKind::Usage, "A scatter plot needs two axes", {}, "Name them with --x and --y");
    if (!std::ranges::all_of(arguments.quadrants, [](double at) { return std::isfinite(at); }))
        throw Error(ErrorKind::Usage, "--quadrants needs two numbers", {}, "Write them as --quadrants X,Y");
    if (arguments.density && !color.empty())
        throw Error(ErrorKind::Usage, "--color-by does nothing where cells are coloured by density", {},
                    "Leave out one of the two");
}

Gate parse_gate(const std::string& text) {
    const auto wrong = [&](const char* what) {
        return Error(
            ErrorKind::Usage, "The gate '" + text + "' " + what, {},
            "Write it as NAME=X,Y,X,Y with two corners of a rectangle or three and more of a polygon");
    };
    const std::size_t at = text.rfind('=');
    if (at == 0 || at == std::string::npos) throw wrong("has no name");
    std::vector<double> numbers;
    std::istringstream list(text.substr(at + 1));
    for (std::string one; std::getline(list, one, ',');) {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const auto number = one == "inf"    ? std::optional(infinite)
                            : one == "-inf" ? std::optional(-infinite)
                                            : decimal_number(one);
        if (!number) throw wrong("has a corner that is no number");
        numbers.push_back(*number);
    }
    Gate gate;
    gate.id = 1;
    gate.name = text.substr(0, at);
    if (numbers.size() < 4 || numbers.size() % 2 != 0) throw wrong("has too few or half a corner");
    for (std::size_t i = 0; i < numbers.size(); i += 2) gate.corners.push_back({numbers[i], numbers[i + 1]});
    gate.box = gate.corners.size() == 2;
    if (!gates_problem({gate}).empty()) throw wrong("is a polygon that reaches to infinity");
    return ordered(std::move(gate));
}

namespace {

// Each of all cells; they are drawn as the window draws them.
std::vector<PlaneMarks::Outline> outlines_of(const std::vector<std::string>& texts, const ScatterData& data,
                                             Job& job) {
    Gates gates;
    for (const std::string& text : texts) {
        Gate gate = parse_gate(text);
        gate.id = static_cast<int>(gates.size()) + 1;
        gate.x = "x", gate.y = "y";
        gates.push_back(std::move(gate));
    }
    const auto held = evaluate_gates(
        gates, data.x.values->size(),
        [&](const std::string& axis) {
            return std::optional(GateAxis{axis == "x" ? *data.x.values : *data.y.values});
        },
        job);
    std::vector<PlaneMarks::Outline> outlines;
    for (std::size_t i = 0; i < gates.size(); ++i)
        outlines.push_back(outlineOf(gates[i], gateText(gates[i].name, &held[i], {})));
    return outlines;
}

}  // namespace

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
    const ScatterData data =
        makeScatter(std::move(across), std::move(up), arguments.density, inputs.map, plotting);
    if (data.points->placed() == 0)
        throw Error(ErrorKind::Data, "No cell has both " + x.name + " and " + y.name,
                    subject.opened.dataset->name, "Choose other axes");
    auto scene = std::make_shared<EmbeddingScene>();
    scene->setPoints(data.points);
    scene->setNames({subject.opened.dataset, &subject.opened.dataset->obs.index});
    scene->setColors(data.density ? data.density : resolve_colors(coloring, inputs, coloured).points);
    dressScatter(*scene, data, {}, simulated(subject));
    const CellSet all = CellSet::all(subject.opened.dataset->cells());
    scene->setNote(summaryText(summarise_pair(*data.x.values, *data.y.values, all, coloured), data));
    PlaneMarks marks;
    if (!arguments.quadrants.empty()) {
        marks.cross = QPointF(arguments.quadrants[0], arguments.quadrants[1]);
        marks.corners = quadrantTexts(
            quadrant_counts(*data.x.values, *data.y.values, all, marks.cross->x(), marks.cross->y()));
    }
    marks.outlines = outlines_of(arguments.gates, data, coloured);
    scene->setMarks(std::move(marks));
    auto figure = std::make_unique<MapFigure>(scene->picture());
    return {scene, std::move(figure), [scene] { return scene->numbers(); }};
}

}  // namespace regulus

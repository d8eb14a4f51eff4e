#include "ui/session/cell_placing.h"

#include <QCoreApplication>

#include "core/base/plain_number.h"
#include "core/workflow/placed_cells.h"

namespace regulus {
namespace {

const QString placing_key = QStringLiteral("placing");

QString say(const char* text) {
    return QCoreApplication::translate("CellPlacing", text);
}

Recipe recipeOf(const PlacingRequest& request, const OpenChoices& choices) {
    if (!choices.assay.empty() || request.reference->path.empty()) return {};
    Recipe recipe{{"embed", "--into", request.reference->path, "--embedding", request.map, "--neighbors",
                   std::to_string(request.neighbours), "--min-dist", plain_number(request.minDist), "--seed",
                   std::to_string(request.seed)}};
    for (std::string& word : geneWords(choices.genes, choices.mappingPath))
        recipe.words.push_back(std::move(word));
    return recipe;
}

struct Placed {
    std::shared_ptr<const ShownEmbedding> map;
    std::vector<Column> columns;
    QStringList news;
};

Placed place(const PlacingRequest& request, const Dataset& cells, const OpenChoices& choices, Job& job) {
    PlacementRequest wanted{request.map, request.neighbours, request.minDist,
                            {},          choices.genes,      choices.assay};
    wanted.components.seed = request.seed;
    PlacedCells placed = place_cells(*request.reference, cells, wanted, job);
    Placed result;
    result.columns = placement_columns(placed);
    for (const std::string& warning : placed.warnings) result.news << QString::fromStdString(warning) + '.';
    if (many_far(placed)) result.news << QString::fromStdString(far_words(placed)) + '.';
    const QString reference = QString::fromStdString(request.reference->name);
    ShownEmbedding map{.key = placedKey(*request.reference, request.map),
                       .title = say("%1 of %2").arg(embeddingTitle(request.map), reference),
                       .provenance = say("placed by %1 neighbours, %L2 genes, seed %3")
                                         .arg(request.neighbours)
                                         .arg(placed.genes)
                                         .arg(request.seed),
                       .coordinates = std::make_shared<const Matrix>(std::move(placed.coordinates))};
    map.recipe = recipeOf(request, choices);
    map.reference = std::make_shared<const Matrix>(std::move(placed.reference));
    map.referenceName = reference;
    result.map = withGrid(std::move(map));
    return result;
}

// A name that no column of the file has, and none of groups or numbers made here that holds the other.
std::string freeName(const Session& session, const std::string& name, bool numbers) {
    std::string free = name;
    for (int n = 2; !session.columnProblem(free, numbers).isEmpty(); ++n)
        free = name + "_" + std::to_string(n);
    return free;
}

void putColumns(Session& session, std::vector<Column> columns, const QString& origin) {
    OwnColumns own;
    for (Column& column : columns) {
        const bool numbers = column.numeric() != nullptr;
        OwnColumn made{freeName(session, column.name, numbers), nullptr, origin};
        if (numbers)
            made.numbers = std::make_shared<const Numeric>(std::get<Numeric>(std::move(column.values)));
        else
            made.values =
                std::make_shared<const Categorical>(std::get<Categorical>(std::move(column.values)));
        own.push_back(std::move(made));
    }
    session.putColumns(std::move(own));
}

}  // namespace

std::string placedKey(const Dataset& reference, const std::string& map) {
    return "placed:" + map + " of " + reference.name;
}

void placeOnMap(Session& session, const PlacingRequest& request, std::function<void()> done) {
    const auto dataset = session.opened().dataset;
    if (!dataset || !request.reference) return;
    JobRequest job{
        .title = say("Placing cells on the map of %1").arg(QString::fromStdString(request.reference->name)),
        .key = placing_key};
    job.receiver = &session;
    session.jobs().start(
        std::move(job),
        [request, dataset, choices = session.opened().choices](Job& running) {
            return place(request, *dataset, choices, running);
        },
        [&session, dataset, done = std::move(done)](Placed placed) {
            if (session.opened().dataset != dataset) return;  // another one was opened meanwhile
            putColumns(session, std::move(placed.columns), placed.map->title);
            session.view().putEmbedding(placed.map);
            if (!placed.news.isEmpty())
                Q_EMIT session.noticed(placed.news.join(QLatin1Char(' ')), placing_key);
            if (done) done();
        });
}

}  // namespace regulus

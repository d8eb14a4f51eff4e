// How a map of cells is labelled and drawn, decided here for the window, for exported figures and for the
// command line.
#pragma once

#include "ui/figures/opened_dataset.h"
#include "ui/figures/view_settings.h"
#include "ui/render/embedding_scene.h"

namespace regulus {

struct MapLook {
    const ShownEmbedding* embedding = nullptr;  // null: none yet
    QString coloredBy;                          // may be empty
    ViewSettings view = {};
    bool simulated = false;
};

// Everything but points, colours, selection and what part is seen. Call it again after new colours.
void dress(EmbeddingScene& scene, const MapLook& look);

// What a person calls the directions of an embedding: "UMAP" for X_umap, to which 1 and 2 are added.
QString directionName(const std::string& embeddingKey);

}  // namespace regulus

// Files of every kind that the window opens, for tests that answer its file dialogs.
#pragma once

#include <QDir>
#include <QString>
#include <memory>

#include "core/io/anndata/h5ad_writer.h"
#include "core/io/prior/prior_writer.h"
#include "core/workflow/training_setup.h"
#include "tests/ui/views/immune_session.h"
#include "ui/session/session_file.h"
#include "ui/session/session_settings.h"

namespace regulus::test {

// data.h5ad, prior.csv, model.safetensors and made.regulus, a session of the data with nothing made yet.
inline void writeFiles(const QString& folder, const Dataset& dataset, ModelFile model) {
    const std::string path = folder.toStdString() + '/';
    H5adWriter writer(path + "data.h5ad", *dataset.assays[0].var);
    writer.append_rows(dataset.assays[0].matrix->rows(CellSet::all(dataset.cells()).rows()));
    writer.finish(dataset.obs, dataset.embeddings);
    model.gene_mean.assign(model.genes.size(), 0.5F);
    model.gene_sd.assign(model.genes.size(), 100);  // so wide that no data differ from them
    save_model(model, path + "model.safetensors");
    write_prior(*immunePrior(), path + "prior.csv");
    SessionRecord session;
    session.data = folder + QStringLiteral("/data.h5ad");
    session.cells = dataset.cells();
    session.fingerprint = fingerprint(dataset.obs, dataset.assays[0].var->index);
    session.selection = CellSet(session.cells);
    Job job;
    writeSession(session, path + "made.regulus", job);
}

// Of a person who has seen the tour, and whose dialogs begin in this folder.
inline std::unique_ptr<SessionSettings> settingsFor(const QString& folder) {
    auto settings = std::make_unique<SessionSettings>(folder + QStringLiteral("/settings.ini"));
    settings->setTourDismissed(true);
    for (const char* key : {"data", "prior", "model", "figure", "session"}) settings->setFolder(key, folder);
    return settings;
}

}  // namespace regulus::test
